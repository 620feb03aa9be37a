import type { Network } from '../network/network.ts';
import { type Recording, recordingSeconds } from '../network/recording.ts';
import type { Transcription } from '../network/transcription.ts';
import { timing } from '../timing.ts';
import { wordsIn } from './words.ts';

/** Twilio transcribes recordings of this length, in seconds; of others it writes 13617 to the debug log. */
const seconds = { least: 2, most: 120 };

/** Begins to transcribe a completed recording, if its `<Record>` asked for that. It fails without words, or without the recording. */
export function transcribe(network: Network, recording: Recording): void {
  if (recording.transcription === undefined) return;
  const length = recordingSeconds(recording);
  if (length < seconds.least || length > seconds.most) {
    warn(network, recording, `Record: a recording of ${length} s is too short or too long to be transcribed`);
    return;
  }
  const now = network.clock.now();
  const transcription: Transcription = {
    sid: network.newSid('TR'),
    recordingSid: recording.sid,
    callSid: recording.callSid,
    callback: recording.transcription.callback,
    seconds: length,
    createdAt: now,
    status: 'in-progress',
    text: '',
    updatedAt: now,
  };
  network.transcriptions.set(transcription.sid, transcription);
  network.clock.after(timing.transcribing, () => {
    // What was deleted meanwhile cannot be listened to.
    end(network, transcription, network.recordings.has(recording.sid) ? wordsIn(recording.voices) : '');
  });
}

function end(network: Network, transcription: Transcription, text: string): void {
  if (!network.transcriptions.has(transcription.sid)) return;
  transcription.status = text === '' ? 'failed' : 'completed';
  transcription.text = text;
  transcription.updatedAt = network.clock.now();
  network.events.tell('transcription moved', transcription);
  network.events.tell('state changed');
}

function warn(network: Network, { callSid }: Recording, message: string): void {
  const at = network.clock.now();
  network.calls.get(callSid)?.trace.push({ at, verb: 'warning', line: 0, detail: message, code: 13617 });
  network.log(`call ${callSid}: 13617 ${message}`);
}
