import { announce } from '../conference/announce.ts';
import { changeParticipant } from '../conference/change-participant.ts';
import { endConference, leaveConference, openConference } from '../conference/join-conference.ts';
import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { badRequest, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { isInRange } from './date-range.ts';
import { badUrlIn, sourceIn, textIn, truthIn } from './form.ts';
import { page } from './page.ts';
import { representConference, representParticipant } from './represent-conference.ts';

/** GET Conferences.json. */
export function listConferences(network: Network, request: RestRequest): RestAnswer {
  const { query } = request;
  const matches = (conference: Conference) =>
    (query.get('Status') ?? conference.status) === conference.status &&
    (query.get('FriendlyName') ?? conference.friendlyName) === conference.friendlyName &&
    isInRange(query, 'DateCreated', conference.createdAt);
  const conferences = [...network.conferences.values()].filter(matches).reverse();
  return page(request, 'conferences', conferences, (conference) => representConference(network, conference));
}

/** A room by its SID or, while it is open, by its name. */
export const conferenceIn = (network: Network, { named }: RestRequest): Conference | undefined => {
  const key = named['ConferenceSid'] ?? '';
  return network.conferences.get(key) ?? openConference(network, key);
};

/** GET Conferences/{Sid}.json. */
export function fetchConference(network: Network, request: RestRequest): RestAnswer {
  const conference = conferenceIn(network, request);
  return conference === undefined ? notFound(request.path) : found(representConference(network, conference));
}

/** POST Conferences/{Sid}.json: Status=completed ends it for everybody, AnnounceUrl announces something to them. */
export function updateConference(network: Network, request: RestRequest): RestAnswer {
  const conference = conferenceIn(network, request);
  if (conference === undefined) return notFound(request.path);
  const bad = badUrlIn(request.form, ['AnnounceUrl']);
  if (bad !== undefined) return badRequest(21205, `'${bad}' is not a valid URL`);
  const announcement = sourceIn(request.form, 'AnnounceUrl', 'AnnounceMethod');
  const status = textIn(request.form, 'Status');
  if (status === undefined ? announcement === undefined : status !== 'completed')
    return badRequest(20001, "'Status' can only be completed");
  if (conference.status === 'completed') return badRequest(16022, 'The conference is completed');
  if (announcement !== undefined) announce(network, conference, announcement);
  if (status === 'completed')
    endConference(network, conference, { why: 'conference-ended-via-api', rest: 'conference_ended_via_api' });
  return found(representConference(network, conference));
}

/** GET Conferences/{Sid}/Participants.json. */
export function listParticipants(network: Network, request: RestRequest): RestAnswer {
  const conference = conferenceIn(network, request);
  if (conference === undefined) return notFound(request.path);
  const { query } = request;
  const matches = ({ muted, hold }: Participant) =>
    (query.get('Muted') ?? String(muted)) === String(muted) && (query.get('Hold') ?? String(hold)) === String(hold);
  const participants = [...conference.participants.values()].filter(matches);
  return page(request, 'participants', participants, (one) => representParticipant(network, conference, one));
}

/** Somebody who is in the room of the path, by call SID or label. */
function participantIn(
  network: Network,
  request: RestRequest,
): { conference: Conference; participant: Participant } | undefined {
  const conference = conferenceIn(network, request);
  const key = request.named['CallSid'] ?? '';
  const participant =
    conference?.participants.get(key) ?? conference?.participants.values().find(({ label }) => label === key);
  return conference === undefined || participant === undefined ? undefined : { conference, participant };
}

/** GET Conferences/{Sid}/Participants/{CallSid}.json. */
export function fetchParticipant(network: Network, request: RestRequest): RestAnswer {
  const here = participantIn(network, request);
  return here === undefined
    ? notFound(request.path)
    : found(representParticipant(network, here.conference, here.participant));
}

/** POST Conferences/{Sid}/Participants/{CallSid}.json. */
export function updateParticipant(network: Network, request: RestRequest): RestAnswer {
  const here = participantIn(network, request);
  if (here === undefined) return notFound(request.path);
  const { form } = request;
  const { conference, participant } = here;
  const bad = badUrlIn(form, ['HoldUrl', 'WaitUrl', 'AnnounceUrl']);
  if (bad !== undefined) return badRequest(21205, `'${bad}' is not a valid URL`);
  const coachedSid = coachedIn(form, participant);
  if (
    typeof coachedSid === 'string' &&
    (coachedSid === participant.callSid || !conference.participants.has(coachedSid))
  )
    return badRequest(16028, 'The participant to be coached is not present in the conference');
  changeParticipant(network, conference, participant, {
    muted: truthIn(form, 'Muted'),
    hold: truthIn(form, 'Hold'),
    holdSource: sourceIn(form, 'HoldUrl', 'HoldMethod'),
    endOnExit: truthIn(form, 'EndConferenceOnExit'),
    beepOnExit: truthIn(form, 'BeepOnExit'),
    waitSource: form.has('WaitUrl') ? (sourceIn(form, 'WaitUrl', 'WaitMethod') ?? null) : undefined,
    coachedSid,
  });
  const announcement = sourceIn(form, 'AnnounceUrl', 'AnnounceMethod');
  if (announcement !== undefined) announce(network, conference, announcement, participant);
  return found(representParticipant(network, conference, participant));
}

/** Whom it is to coach: null nobody any more, undefined as it is. Without `Coaching` the call to coach says it. */
function coachedIn(form: URLSearchParams, { coachedSid }: Participant): string | null | undefined {
  const coaching = truthIn(form, 'Coaching');
  const named = textIn(form, 'CallSidToCoach');
  if (coaching === false) return null;
  return named ?? (coaching === true ? (coachedSid ?? '') : undefined);
}

/** DELETE Conferences/{Sid}/Participants/{CallSid}.json: the call leaves the room and goes on after its Dial. */
export function removeParticipant(network: Network, request: RestRequest): RestAnswer {
  const here = participantIn(network, request);
  const call = here === undefined ? undefined : network.calls.get(here.participant.callSid);
  if (call === undefined) return notFound(request.path);
  leaveConference(network, call, 'removed_via_api');
  return deleted;
}
