import { rfc2822 } from '../../lib/http/date.ts';
import { callback } from '../../lib/program/callback.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import type { Conference } from './conference-store.ts';
import type { ConferenceEvent } from './decide-event.ts';

/** Each event: the word in `statusCallbackEvent` that asks for it, and Twilio's name of it in the callback. */
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

/**
 * What a program is told of an event, with Twilio's parameters in the program's own terms; nothing if it did not ask.
 * SequenceNumber counts what it is told, from 1; Timestamp is the carrier's.
 */
export function conferenceCallback(conference: Conference, event: ConferenceEvent): Consequence[] {
  if (conference.callback === undefined || event.event === 'speech') return [];
  const { url, method, events } = conference.callback;
  const { asked, told } = names[event.event];
  if (!events.includes(asked)) return [];
  const parameters = {
    AccountSid: conference.accountSid,
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
    SequenceNumber: String(conference.callbacksSent + 1),
    StatusCallbackEvent: told,
    Timestamp: rfc2822(event.at),
    ...participantParameters(event),
    ...endParameters(event),
    ...announcementParameters(event),
  };
  return [callback({ url, method, parameters })];
}

function participantParameters(event: ConferenceEvent): Record<string, string> {
  if (event.caller === undefined) return {};
  return {
    CallSid: event.caller.callSid,
    Muted: String(event.muted),
    Hold: String(event.hold),
    Coaching: String(event.coaching),
    StartConferenceOnEnter: String(event.startOnEnter),
    EndConferenceOnExit: String(event.endOnExit),
    ...(event.label === undefined ? {} : { ParticipantLabel: event.label }),
    ...(event.event === 'leave' && event.reason !== undefined ? { ReasonParticipantLeft: event.reason } : {}),
  };
}

function endParameters({ event, reason, endedByCallSid }: ConferenceEvent): Record<string, string> {
  if (event !== 'end') return {};
  return {
    ...(reason === undefined ? {} : { ReasonConferenceEnded: reason }),
    ...(endedByCallSid === undefined ? {} : { CallSidEndingConference: endedByCallSid }),
  };
}

function announcementParameters({ event, reason, announceUrl }: ConferenceEvent): Record<string, string> {
  return {
    ...(announceUrl === undefined ? {} : { AnnounceUrl: announceUrl }),
    ...(event === 'announcement-fail' && reason !== undefined ? { ReasonAnnouncementFailed: reason } : {}),
  };
}
