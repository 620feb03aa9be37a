import type { Network } from '../network/network.ts';
import type { Recording } from '../network/recording.ts';
import { discardRecording, endRecording, pauseRecording, startRecording } from '../recording/record-call.ts';
import { recordingsOf } from '../recording/running.ts';
import { wavBytes, wavOf } from '../recording/wav.ts';
import { badRequest, created, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { isInRange } from './date-range.ts';
import { badUrlIn, statusLinkIn, textIn } from './form.ts';
import { page } from './page.ts';
import { representRecording } from './represent-recording.ts';

/** A recording by its SID, within the call or conference of the path; `Twilio.CURRENT` is its running one. */
function recordingIn(network: Network, { named }: RestRequest): Recording | undefined {
  const { RecordingSid: sid = '', CallSid, ConferenceSid } = named;
  const call = CallSid === undefined ? undefined : network.calls.get(CallSid);
  if (sid === 'Twilio.CURRENT' && ConferenceSid !== undefined) {
    return network.runningRecordings.values().find(({ conferenceSid }) => conferenceSid === ConferenceSid);
  }
  if (sid === 'Twilio.CURRENT') return call && recordingsOf(network, call).at(-1);
  const recording = network.recordings.get(sid);
  if (CallSid !== undefined && recording?.callSid !== CallSid) return undefined;
  if (ConferenceSid !== undefined && recording?.conferenceSid !== ConferenceSid) return undefined;
  return recording;
}

/** GET Recordings.json, also under a call or a conference. */
export function listRecordings(network: Network, request: RestRequest): RestAnswer {
  const { query, named } = request;
  const callSid = named['CallSid'] ?? query.get('CallSid');
  const conferenceSid = named['ConferenceSid'] ?? query.get('ConferenceSid');
  const matches = (recording: Recording) =>
    (callSid ?? recording.callSid) === recording.callSid &&
    (conferenceSid ?? recording.conferenceSid) === recording.conferenceSid &&
    isInRange(query, 'DateCreated', recording.startedAt);
  const recordings = [...network.recordings.values()].filter(matches).reverse();
  return page(request, 'recordings', recordings, (recording) => representRecording(network, recording));
}

/** GET Recordings/{Sid}.json. */
export function fetchRecording(network: Network, request: RestRequest): RestAnswer {
  const recording = recordingIn(network, request);
  return recording === undefined ? notFound(request.path) : found(representRecording(network, recording));
}

/** GET Recordings/{Sid}.wav, and without an ending. */
export function fetchAudio(network: Network, request: RestRequest): RestAnswer {
  const recording = recordingIn(network, request);
  if (recording?.status !== 'completed') return notFound(request.path);
  return { kind: 'audio', bytes: wavBytes(recording), chunks: () => wavOf(recording) };
}

/** DELETE Recordings/{Sid}.json. */
export function deleteRecording(network: Network, request: RestRequest): RestAnswer {
  const recording = recordingIn(network, request);
  if (recording === undefined) return notFound(request.path);
  if (network.runningRecordings.has(recording)) return badRequest(21220, 'The recording is not ended');
  discardRecording(network, recording);
  network.events.tell('state changed');
  return deleted;
}

/** POST Calls/{Sid}/Recordings.json. */
export function createRecording(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const call = network.calls.get(named['CallSid'] ?? '');
  if (call === undefined) return notFound(path);
  if (call.status !== 'in-progress') return badRequest(21220, 'Requested resource is not eligible for recording');
  const bad = badUrlIn(form, ['RecordingStatusCallback']);
  if (bad !== undefined) return badRequest(21609, `'${bad}' is not a valid URL`);
  const recording = startRecording(network, {
    callSid: call.sid,
    source: 'StartCallRecordingAPI',
    channels: textIn(form, 'RecordingChannels') === 'dual' ? 2 : 1,
    statusCallback: statusLinkIn(form, 'RecordingStatusCallback', ['completed']),
  });
  return created(representRecording(network, recording));
}

/** POST Calls/{Sid}/Recordings/{Sid}.json: pause, resume or stop, also of a conference's. */
export function updateRecording(network: Network, request: RestRequest): RestAnswer {
  const recording = recordingIn(network, request);
  if (recording === undefined) return notFound(request.path);
  const status = textIn(request.form, 'Status');
  if (status !== 'stopped' && status !== 'paused' && status !== 'in-progress') {
    return badRequest(20001, `Status must be in-progress, paused or stopped, not ${status ?? 'missing'}`);
  }
  const behavior = textIn(request.form, 'PauseBehavior') === 'skip' ? 'skip' : 'silence';
  const isDone =
    status === 'stopped'
      ? endRecording(network, recording)
      : pauseRecording(network, recording, status === 'paused' ? behavior : undefined);
  if (!isDone) return badRequest(21220, 'The recording is ended');
  const shown = representRecording(network, recording);
  return found(status === 'stopped' ? { ...shown, status } : shown);
}
