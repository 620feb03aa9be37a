import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';

/** A room as Twilio's Conferences resource. */
export function representConference(network: Network, conference: Conference) {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Conferences/${conference.sid}`;
  return {
    sid: conference.sid,
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    call_sid_ending_conference: conference.callSidEndingConference ?? null,
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    friendly_name: conference.friendlyName,
    reason_conference_ended: conference.reasonEnded ?? null,
    region: 'us1',
    status: conference.status,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
    uri: `${uri}.json`,
  };
}

/** Somebody in a room as Twilio's Participants resource. */
export function representParticipant(network: Network, conference: Conference, participant: Participant) {
  const { callSid } = participant;
  const waits = conference.status === 'init';
  return {
    account_sid: network.accountSid,
    call_sid: callSid,
    call_sid_to_coach: participant.coachedSid ?? null,
    coaching: participant.coachedSid !== undefined,
    conference_sid: conference.sid,
    date_created: rfc2822(participant.joinedAt),
    date_updated: rfc2822(participant.updatedAt),
    end_conference_on_exit: participant.endOnExit,
    hold: participant.hold,
    label: participant.label ?? null,
    muted: participant.muted,
    queue_time: '0',
    start_conference_on_enter: participant.startOnEnter,
    status: waits ? 'connecting' : 'connected',
    uri: `/2010-04-01/Accounts/${network.accountSid}/Conferences/${conference.sid}/Participants/${callSid}.json`,
  };
}
