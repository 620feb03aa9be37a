import type { Network } from '../network/network.ts';
import type { Transcription } from '../network/transcription.ts';
import { deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { page } from './page.ts';
import { representTranscription } from './represent-transcription.ts';

/** A transcription by its SID, of the recording in the path where there is one. */
function transcriptionIn(network: Network, { named }: RestRequest): Transcription | undefined {
  const transcription = network.transcriptions.get(named['TranscriptionSid'] ?? '');
  const { RecordingSid = transcription?.recordingSid } = named;
  return transcription?.recordingSid === RecordingSid ? transcription : undefined;
}

/** GET Transcriptions.json, also under a recording. */
export function listTranscriptions(network: Network, request: RestRequest): RestAnswer {
  const of = request.named['RecordingSid'];
  const listed = [...network.transcriptions.values()].filter(
    ({ recordingSid }) => (of ?? recordingSid) === recordingSid,
  );
  return page(request, 'transcriptions', listed.reverse(), (each) => representTranscription(network, each));
}

/** GET Transcriptions/{Sid}.json. */
export function fetchTranscription(network: Network, request: RestRequest): RestAnswer {
  const transcription = transcriptionIn(network, request);
  return transcription === undefined ? notFound(request.path) : found(representTranscription(network, transcription));
}

/** DELETE Transcriptions/{Sid}.json. */
export function deleteTranscription(network: Network, request: RestRequest): RestAnswer {
  const transcription = transcriptionIn(network, request);
  if (transcription === undefined) return notFound(request.path);
  network.transcriptions.delete(transcription.sid);
  network.events.tell('state changed');
  return deleted;
}
