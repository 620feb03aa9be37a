import { changeParticipant } from '../conference/change-participant.ts';
import { endConference, leaveConference, openConference } from '../conference/join-conference.ts';
import type { Conference, Participant } from '../network/conference.ts';
import type { Network } from '../network/network.ts';
import { badRequest, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { isInRange } from './date-range.ts';
import { textIn, truthIn } from './form.ts';
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

/** POST Conferences/{Sid}.json: Status=completed ends it for everybody. */
export function updateConference(network: Network, request: RestRequest): RestAnswer {
  const conference = conferenceIn(network, request);
  if (conference === undefined) return notFound(request.path);
  if (textIn(request.form, 'Status') !== 'completed') return badRequest(20001, "Only 'Status=completed' can be set");
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
  changeParticipant(network, here.conference, here.participant, {
    muted: truthIn(form, 'Muted'),
    hold: truthIn(form, 'Hold'),
    endOnExit: truthIn(form, 'EndConferenceOnExit'),
  });
  return found(representParticipant(network, here.conference, here.participant));
}

/** DELETE Conferences/{Sid}/Participants/{CallSid}.json: the call leaves the room and goes on after its Dial. */
export function removeParticipant(network: Network, request: RestRequest): RestAnswer {
  const here = participantIn(network, request);
  const call = here === undefined ? undefined : network.calls.get(here.participant.callSid);
  if (call === undefined) return notFound(request.path);
  leaveConference(network, call, 'removed_via_api');
  return deleted;
}
