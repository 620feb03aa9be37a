import * as z from 'zod/mini';
import type { Consequence } from '../store/outbox.ts';

/** The input of the action `recording.release`. */
export const ReleaseRecordingInput = z.object({ recordingSid: z.string() });

/** The carrier has transcribed a recording and needs it no more, as a consequence of its transcription's end. */
export const recordingToRelease = (recordingSid: string): Consequence => ({
  queue: 'recording',
  action: 'recording.release',
  input: { recordingSid },
});
