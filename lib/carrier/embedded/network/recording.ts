import type { StatusLink } from '../interpreter/dialing.ts';
import type { RecordSettings } from '../interpreter/recording-verb.ts';
import { wholeSeconds } from '../timing.ts';

export type RecordingSource =
  | 'RecordVerb'
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'StartCallRecordingAPI'
  | 'StartConferenceRecordingAPI';

export type RecordingStatus = 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent';

/** Somebody's voice in a recording, in milliseconds of it; `words` are what is said, where they are words. */
export type Voice = {
  readonly channel: 0 | 1;
  readonly from: number;
  readonly to: number;
  readonly hertz: number;
  readonly words?: string | undefined;
};

/** A recording; its WAV is worked out from `voices` when somebody asks for it. Times are epoch milliseconds. */
export type Recording = {
  readonly sid: string;
  readonly callSid: string;
  readonly conferenceSid: string | undefined;
  readonly source: RecordingSource;
  readonly channels: 1 | 2;
  readonly statusCallback: StatusLink | undefined;
  readonly transcription: RecordSettings['transcription'];
  readonly startedAt: number;
  /** Calls whose phones are heard on the second channel. */
  status: RecordingStatus;
  /** Sound recorded before the present stretch, and when that stretch began (undefined while paused or ended). */
  recordedMilliseconds: number;
  runningSince: number | undefined;
  updatedAt: number;
  voices: Voice[];
};

/** The sound in it so far, in milliseconds; pauses are not in it. */
export const lengthAt = (recording: Recording, now: number): number =>
  recording.recordedMilliseconds + (recording.runningSince === undefined ? 0 : now - recording.runningSince);

/** Its length as Twilio reports it. */
export const recordingSeconds = (recording: Recording): number => wholeSeconds(recording.recordedMilliseconds);
