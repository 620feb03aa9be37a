import { api, carrierRoute } from '../../lib/http/api.ts';
import { enabledRoute } from '../../lib/http/enabled-route.ts';
import {
  ControlCallRecording,
  ControlConferenceRecording,
  controlCallRecording,
  controlConferenceRecording,
} from './control-recording.ts';
import { deleteRecording } from './delete-recording.ts';
import { fetchRecording, NamedRecording } from './fetch-recording.ts';
import { ListRecordings, listCallRecordings, listConferenceRecordings, listRecordings } from './list-recordings.ts';
import { recording } from './micro-service.ts';
import { onRecordingStatus } from './on-recording-status.ts';
import { playRecording, refuseMp3 } from './play-recording.ts';
import { StartRecording, startRecording } from './start-recording.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const ofCall = `${account}/Calls/{CallSid}/Recordings`;
const ofConference = `${account}/Conferences/{ConferenceSid}/Recordings`;

const route = enabledRoute(recording);

/** The isolation matrix reads this table. The bare `{Sid}` comes last: it matches every suffix. */
export const routes = [
  route('GET', `${account}/Recordings.json`, ListRecordings, listRecordings),
  route('GET', `${account}/Recordings/{Sid}.json`, NamedRecording, fetchRecording),
  route('DELETE', `${account}/Recordings/{Sid}.json`, NamedRecording, deleteRecording),
  route('GET', `${account}/Recordings/{Sid}.wav`, NamedRecording, playRecording),
  route('GET', `${account}/Recordings/{Sid}.mp3`, NamedRecording, refuseMp3),
  route('GET', `${account}/Recordings/{Sid}`, NamedRecording, playRecording),
  route('GET', `${ofCall}.json`, ListRecordings, listCallRecordings),
  route('POST', `${ofCall}.json`, StartRecording, startRecording),
  route('GET', `${ofCall}/{Sid}.json`, NamedRecording, fetchRecording),
  route('POST', `${ofCall}/{Sid}.json`, ControlCallRecording, controlCallRecording),
  route('DELETE', `${ofCall}/{Sid}.json`, NamedRecording, deleteRecording),
  route('GET', `${ofConference}.json`, ListRecordings, listConferenceRecordings),
  route('GET', `${ofConference}/{Sid}.json`, NamedRecording, fetchRecording),
  route('POST', `${ofConference}/{Sid}.json`, ControlConferenceRecording, controlConferenceRecording),
  route('DELETE', `${ofConference}/{Sid}.json`, NamedRecording, deleteRecording),
  carrierRoute('POST', '/carriers/{carrier}/recordings/status', onRecordingStatus),
];

export const handler = api(routes);
