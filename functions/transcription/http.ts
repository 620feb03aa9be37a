import { api, carrierRoute } from '../../lib/http/api.ts';
import { enabledRoute } from '../../lib/http/enabled-route.ts';
import { deleteTranscription } from './delete-transcription.ts';
import { fetchTranscription, NamedTranscription } from './fetch-transcription.ts';
import {
  ListRecordingTranscriptions,
  ListTranscriptions,
  listRecordingTranscriptions,
  listTranscriptions,
} from './list-transcriptions.ts';
import { transcription } from './micro-service.ts';
import { onTranscriptionStatus } from './on-transcription-status.ts';

const account = '/2010-04-01/Accounts/{AccountSid}';
const ofRecording = `${account}/Recordings/{RecordingSid}/Transcriptions`;

const route = enabledRoute(transcription);

/** The isolation matrix reads this table. The bare `{Sid}` is `TranscriptionUrl`'s, and comes last: it matches every suffix. */
export const routes = [
  route('GET', `${account}/Transcriptions.json`, ListTranscriptions, listTranscriptions),
  route('GET', `${account}/Transcriptions/{Sid}.json`, NamedTranscription, fetchTranscription),
  route('DELETE', `${account}/Transcriptions/{Sid}.json`, NamedTranscription, deleteTranscription),
  route('GET', `${ofRecording}.json`, ListRecordingTranscriptions, listRecordingTranscriptions),
  route('GET', `${ofRecording}/{Sid}.json`, NamedTranscription, fetchTranscription),
  route('DELETE', `${ofRecording}/{Sid}.json`, NamedTranscription, deleteTranscription),
  route('GET', `${ofRecording}/{Sid}`, NamedTranscription, fetchTranscription),
  carrierRoute('POST', '/carriers/{carrier}/transcriptions/status', onTranscriptionStatus),
];

export const handler = api(routes);
