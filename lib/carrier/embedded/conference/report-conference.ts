import type { Conference, Participant } from '../network/conference.ts';
import type { ConferenceEvent, Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import type { Webhooks } from '../webhook/webhooks.ts';

/** Each event, the word in `statusCallbackEvent` that asks for it, and Twilio's name of it in the webhook. */
const names = {
  start: { asked: 'start', told: 'conference-start' },
  end: { asked: 'end', told: 'conference-end' },
  join: { asked: 'join', told: 'participant-join' },
  leave: { asked: 'leave', told: 'participant-leave' },
  mute: { asked: 'mute', told: 'participant-mute' },
  unmute: { asked: 'mute', told: 'participant-unmute' },
  hold: { asked: 'hold', told: 'participant-hold' },
  unhold: { asked: 'hold', told: 'participant-unhold' },
  modify: { asked: 'modify', told: 'participant-modify' },
  'announcement-end': { asked: 'announcement', told: 'announcement-end' },
  'announcement-fail': { asked: 'announcement', told: 'announcement-fail' },
} as const;

/** Tells a room's status callback of an event, if it was asked for. */
export async function reportConference(
  network: Network,
  webhooks: Webhooks,
  conference: Conference,
  event: ConferenceEvent,
): Promise<void> {
  const { statusCallback } = conference;
  const { asked, told } = names[event.kind];
  if (statusCallback === undefined || !statusCallback.events.includes(asked)) return;
  const sequence = conference.sequence;
  conference.sequence += 1;
  await webhooks.send(statusCallback, {
    AccountSid: network.accountSid,
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
    StatusCallbackEvent: told,
    SequenceNumber: String(sequence),
    Timestamp: rfc2822(network.clock.now()),
    ...('participant' in event && event.participant ? participantParameters(event.participant) : {}),
    ...('url' in event ? { AnnounceUrl: event.url } : {}),
    ...(event.kind === 'announcement-fail' ? { ReasonAnnouncementFailed: event.reason } : {}),
    ...(event.kind === 'leave' ? leaveParameters(network, event.participant, event.reason) : {}),
    ...(event.kind === 'end' ? endParameters(conference) : {}),
  });
}

const participantParameters = (participant: Participant): Record<string, string> => ({
  CallSid: participant.callSid,
  Muted: String(participant.muted),
  Hold: String(participant.hold),
  Coaching: String(participant.coachedSid !== undefined),
  StartConferenceOnEnter: String(participant.startOnEnter),
  EndConferenceOnExit: String(participant.endOnExit),
  ...(participant.label === undefined ? {} : { ParticipantLabel: participant.label }),
});

function leaveParameters(network: Network, { callSid }: Participant, reason: string): Record<string, string> {
  const status = network.calls.get(callSid)?.status;
  return { ReasonParticipantLeft: reason, ...(status === undefined ? {} : { ParticipantCallStatus: status }) };
}

const endParameters = ({ reasonEnded, callSidEndingConference }: Conference): Record<string, string> => ({
  ...(reasonEnded === undefined ? {} : { ReasonConferenceEnded: reasonEnded }),
  ...(callSidEndingConference === undefined ? {} : { CallSidEndingConference: callSidEndingConference }),
});
