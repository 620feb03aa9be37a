import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type ExecuteTransactWriteInput, execute } from 'dynamodb-toolbox/entity/actions/transactWrite';

/** One write of a transaction. */
export type Write = Extract<ExecuteTransactWriteInput[number], { params: () => unknown }>;

/** A transaction holds at most 100 writes (DynamoDB). */
export const writesMax = 100;

const retriedForMilliseconds = 2_000;
const firstPauseMilliseconds = 10;

/**
 * Writes all or nothing. `lost`: a condition failed, another writer was first: load and decide again.
 * Conflicts and throttling are tried again here, with jitter, for 2 s; then, and for any other failure, it throws.
 */
export async function commit(writes: readonly Write[]): Promise<'committed' | 'lost'> {
  if (writes.length > writesMax) throw new Error(`A transaction of ${writes.length} writes: ${writesMax} at most`);
  const startedAt = performance.now();
  for (let pause = firstPauseMilliseconds; ; pause *= 2) {
    try {
      return await attempt(writes);
    } catch (error) {
      const elapsed = performance.now() - startedAt;
      if (!isContention(error) || elapsed + pause > retriedForMilliseconds) throw error;
      await sleep(Math.random() * pause);
    }
  }
}

async function attempt(writes: readonly Write[]): Promise<'committed' | 'lost'> {
  try {
    await execute(...writes);
    return 'committed';
  } catch (error) {
    if (isCancelled(error) && codesOf(error).every((code) => code === 'ConditionalCheckFailed')) return 'lost';
    throw error;
  }
}

const contention = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'ConditionalCheckFailed',
]);
const throttling = new Set([
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
]);

// A cancelled transaction that mixes failed conditions with conflicts is tried again: the next attempt tells which it is.
const isContention = (error: unknown): boolean =>
  isCancelled(error)
    ? codesOf(error).every((code) => contention.has(code))
    : error instanceof Error && throttling.has(error.name);

/** Whether DynamoDB cancelled the transaction; its reasons tell why. */
export const isCancelled = (error: unknown): error is TransactionCanceledException =>
  error instanceof Error && error.name === 'TransactionCanceledException';

/** The reasons of a cancelled transaction, without those of the writes that were all right. */
export const codesOf = (error: TransactionCanceledException): string[] =>
  (error.CancellationReasons ?? []).flatMap(({ Code }) => (Code === undefined || Code === 'None' ? [] : [Code]));
