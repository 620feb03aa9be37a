import { rfc2822 } from '../../lib/http/date.ts';
import type { Conference } from './conference-store.ts';
import type { Current } from './current-participants.ts';

/** A conference as Twilio's API shows it (OpenAPI: api.v2010.account.conference). */
export function representation(conference: Conference) {
  const { sid, accountSid } = conference;
  const uri = `/2010-04-01/Accounts/${accountSid}/Conferences/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    friendly_name: conference.friendlyName,
    status: conference.status,
    region: 'us1',
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    // The document lets it not be null: absent while the conference lives.
    ...(conference.endedBecause === undefined ? {} : { reason_conference_ended: conference.endedBecause }),
    call_sid_ending_conference: conference.endedByCallSid ?? null,
    uri: `${uri}.json`,
    subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
  };
}

/** Somebody who is in the room or on the way to it (OpenAPI: api.v2010.account.conference.participant). */
export function participantRepresentation({ participant, status }: Current) {
  const { accountSid, conferenceSid, callSid } = participant;
  return {
    account_sid: accountSid,
    conference_sid: conferenceSid,
    call_sid: callSid,
    label: participant.label ?? null,
    muted: participant.muted,
    hold: participant.hold,
    coaching: participant.coaching ?? false,
    call_sid_to_coach: participant.coachedSid ?? null,
    start_conference_on_enter: participant.startOnEnter,
    end_conference_on_exit: participant.endOnExit,
    status,
    queue_time: '0',
    date_created: rfc2822(participant.createdAt),
    date_updated: rfc2822(participant.updatedAt),
    uri: `/2010-04-01/Accounts/${accountSid}/Conferences/${conferenceSid}/Participants/${callSid}.json`,
  };
}
