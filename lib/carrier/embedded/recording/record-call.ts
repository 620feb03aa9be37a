import type { StatusLink } from '../interpreter/dialing.ts';
import type { RecordedSound } from '../interpreter/input.ts';
import type { RecordSettings } from '../interpreter/recording-verb.ts';
import type { Network } from '../network/network.ts';
import { lengthAt, type Recording, type RecordingSource, recordingSeconds, type Voice } from '../network/recording.ts';
import { timing } from '../timing.ts';

/** Starts recording a call or, with its SID, a conference. */
export function startRecording(
  network: Network,
  given: {
    callSid: string;
    conferenceSid?: string;
    source: RecordingSource;
    channels: 1 | 2;
    statusCallback: StatusLink | undefined;
    transcription?: RecordSettings['transcription'];
  },
): Recording {
  const now = network.clock.now();
  const recording: Recording = {
    conferenceSid: undefined,
    transcription: undefined,
    ...given,
    sid: network.newSid('RE'),
    startedAt: now,
    status: 'in-progress',
    recordedMilliseconds: 0,
    runningSince: now,
    updatedAt: now,
    voices: [],
  };
  network.recordings.set(recording.sid, recording);
  network.runningRecordings.add(recording);
  network.events.tell('recording moved', recording);
  return recording;
}

/**
 * Pauses or resumes a recording; one that is ended stays as it is, and then this is false. As at Twilio a pause is
 * silence in it, unless it is to be skipped.
 */
export function pauseRecording(network: Network, recording: Recording, pause: 'skip' | 'silence' | undefined): boolean {
  if (!network.runningRecordings.has(recording)) return false;
  const now = network.clock.now();
  const length = lengthAt(recording, now);
  if (pause !== undefined) recording.voices = within(recording.voices, length);
  recording.recordedMilliseconds = length;
  recording.runningSince = pause === 'skip' ? undefined : now;
  recording.status = pause === undefined ? 'in-progress' : 'paused';
  recording.updatedAt = now;
  return true;
}

/** What was said before the recording had that length, in milliseconds. */
const within = (voices: readonly Voice[], length: number): Voice[] =>
  voices.filter(({ from }) => from < length).map((voice) => ({ ...voice, to: Math.min(voice.to, length) }));

/** Ends a recording; its file is ready a little later. */
export function endRecording(network: Network, recording: Recording): boolean {
  if (!network.runningRecordings.delete(recording)) return false;
  const now = network.clock.now();
  recording.recordedMilliseconds = lengthAt(recording, now);
  recording.runningSince = undefined;
  recording.status = 'processing';
  recording.updatedAt = now;
  recording.voices = within(recording.voices, recording.recordedMilliseconds);
  network.clock.after(timing.recordingReady, () => {
    if (!network.recordings.has(recording.sid)) return;
    recording.status = recording.recordedMilliseconds > 0 ? 'completed' : 'absent';
    recording.updatedAt = network.clock.now();
    network.events.tell('recording moved', recording);
    network.events.tell('state changed');
  });
  return true;
}

/** A recording that leaves nothing behind. */
export function discardRecording(network: Network, recording: Recording): void {
  network.runningRecordings.delete(recording);
  network.recordings.delete(recording.sid);
}

/** Where a recording can be fetched; with `.wav` its sound. */
export const recordingUrl = (network: Network, { sid }: Recording): string =>
  `${network.url}/2010-04-01/Accounts/${network.accountSid}/Recordings/${sid}`;

/** What a verb's action is told of a recording. */
export const recordedSound = (network: Network, recording: Recording): RecordedSound => ({
  sid: recording.sid,
  url: recordingUrl(network, recording),
  seconds: recordingSeconds(recording),
});
