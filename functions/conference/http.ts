import { api, carrierRoute } from '../../lib/http/api.ts';
import { enabledRoute } from '../../lib/http/enabled-route.ts';
import { addParticipant } from './add-participant.ts';
import { AddParticipant } from './add-participant-parameters.ts';
import { onAnnouncement } from './announcement.ts';
import { ChangeConference, changeConference } from './change-conference.ts';
import { ChangeParticipant, changeParticipant } from './change-participant.ts';
import { fetchConference, NamedConference } from './fetch-conference.ts';
import { fetchParticipant, NamedParticipant } from './fetch-participant.ts';
import { ListConferences, listConferences } from './list-conferences.ts';
import { ListParticipants, listParticipants } from './list-participants.ts';
import { conference } from './micro-service.ts';
import { onConferenceEvent } from './on-conference-event.ts';
import { removeParticipant } from './remove-participant.ts';

const conferences = '/2010-04-01/Accounts/{AccountSid}/Conferences';
const participants = `${conferences}/{ConferenceSid}/Participants`;

const route = enabledRoute(conference);

/** The isolation matrix reads this table. */
export const routes = [
  route('GET', `${conferences}.json`, ListConferences, listConferences),
  route('GET', `${conferences}/{Sid}.json`, NamedConference, fetchConference),
  route('POST', `${conferences}/{Sid}.json`, ChangeConference, changeConference),
  route('GET', `${participants}.json`, ListParticipants, listParticipants),
  route('POST', `${participants}.json`, AddParticipant, addParticipant),
  route('GET', `${participants}/{CallSid}.json`, NamedParticipant, fetchParticipant),
  route('POST', `${participants}/{CallSid}.json`, ChangeParticipant, changeParticipant),
  route('DELETE', `${participants}/{CallSid}.json`, NamedParticipant, removeParticipant),
  carrierRoute('POST', '/carriers/{carrier}/conferences/events', onConferenceEvent),
  carrierRoute('POST', '/carriers/{carrier}/conferences/announce', onAnnouncement),
];

export const handler = api(routes);
