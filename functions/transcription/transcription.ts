import { item } from 'dynamodb-toolbox/schema/item';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import type { FetchedTranscription } from '../../lib/carrier/carrier.ts';
import { resourceAttributes } from '../../lib/store/resource.ts';

/** A transcription. Its SID follows from the carrier's id. Times in epoch milliseconds. */
export const transcriptionSchema = item({
  ...resourceAttributes,
  status: string().enum('in-progress', 'completed', 'failed'),
  recordingSid: string(),
  callSid: string(),
  /** Of the recording, by the carrier; absent until it is completed. */
  durationSeconds: number().optional(),
  text: string().optional(),
  /** Whom to tell of its end, and what of the recorded call. */
  callback: map({
    url: string(),
    method: string().enum('GET', 'POST'),
    call: map({ from: string(), to: string(), direction: string(), status: string() }),
  }).optional(),
  /** When it ended for good, as decided here: its use is billed by it. */
  finalizedAt: number().optional(),
  /** What is left of a deleted transcription stays, so that a repeated webhook finds it. */
  deletedAt: number().optional(),
});

/** Moves between a transcription's statuses: the carrier's webhook bears it, what is fetched then ends it. */
const moves = { 'in-progress': ['completed', 'failed'], completed: [], failed: [] } as const;

export type TranscriptionStatus = keyof typeof moves;

/** Whether nothing happens to a transcription any more. */
export const isFinal = (status: TranscriptionStatus): boolean => moves[status].length === 0;

/**
 * What the carrier's transcription makes of ours, or undefined where it says nothing new: the first end stands. What
 * has failed has no words, and costs nothing.
 */
export function decideEnd(status: TranscriptionStatus, fetched: FetchedTranscription, now: number) {
  if (isFinal(status) || fetched.status === 'in-progress') return undefined;
  if (fetched.status === 'failed') return { status: fetched.status, finalizedAt: now };
  const { text, durationSeconds } = fetched;
  return { status: fetched.status, text, durationSeconds, finalizedAt: now };
}
