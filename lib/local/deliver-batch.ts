import { setTimeout as after } from 'node:timers/promises';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { failedIdentifiers, type Invoke, type Report, told } from './invoke.ts';
import type { StreamConsumer } from './stream-consumer.ts';

const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 5_000;

/** What a delivery needs of the poller. */
export type Delivery = {
  readonly consumer: StreamConsumer;
  readonly invoke: Invoke;
  readonly signal: AbortSignal;
  readonly report: Report;
  /** The record is done with, and so are all before it. */
  readonly done: (record: _Record) => void;
  /** Records that are given up: too old, or tried too often. */
  readonly discard: (records: readonly _Record[], reason: string) => void;
};

/**
 * Gives a batch of records to its function as Lambda does: what it reports as failed comes again from the first such
 * record on, a failing batch is halved where the function says so, and what is too old is given up.
 */
export async function deliverBatch(batch: readonly _Record[], delivery: Delivery): Promise<void> {
  const { consumer, discard, signal } = delivery;
  let records = batch;
  for (let retries = 0; records.length > 0 && !signal.aborted; retries += 1) {
    const fresh = records.filter((record) => ageOf(record) <= consumer.ageMaxMilliseconds);
    if (fresh.length < records.length)
      discard(
        records.filter((record) => !fresh.includes(record)),
        'too old',
      );
    if (retries > consumer.retriesMax) {
      discard(fresh, 'tried too often');
      return;
    }
    if (retries > 0) await pause(retries, signal);
    const outcome = await attempt(fresh, delivery);
    if (outcome === 'failed' && consumer.bisects && fresh.length > 1) {
      const half = Math.ceil(fresh.length / 2);
      await deliverBatch(fresh.slice(0, half), delivery);
      await deliverBatch(fresh.slice(half), delivery);
      return;
    }
    const first = outcome === 'failed' ? 0 : outcome;
    const last = fresh[first - 1];
    if (last !== undefined) delivery.done(last);
    if (first > 0) retries = 0;
    records = fresh.slice(first);
  }
}

/** How many of the records are done with, from the first on; `failed`: the function threw. */
async function attempt(
  records: readonly _Record[],
  { consumer, invoke, signal, report }: Delivery,
): Promise<number | 'failed'> {
  if (records.length === 0) return 0;
  try {
    const answer = await invoke(consumer.functionKey, { Records: records.map(lambdaRecord) });
    const failed = new Set(failedIdentifiers(answer));
    const first = records.findIndex((record) => failed.has(record.dynamodb?.SequenceNumber ?? ''));
    return failed.size === 0 ? records.length : Math.max(first, 0);
  } catch (error) {
    if (!signal.aborted) report(told(error));
    return 'failed';
  }
}

/** A record as Lambda hands it on: its time in epoch seconds. */
const lambdaRecord = (record: _Record) => ({
  ...record,
  eventSource: 'aws:dynamodb',
  dynamodb: {
    ...record.dynamodb,
    ApproximateCreationDateTime: (record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
  },
});

const ageOf = (record: _Record): number =>
  Date.now() - (record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? Date.now());

async function pause(retries: number, signal: AbortSignal): Promise<void> {
  const milliseconds = Math.min(firstPauseMilliseconds * 2 ** (retries - 1), longestPauseMilliseconds);
  await after(milliseconds, undefined, { signal }).catch(() => undefined); // stopped: the caller looks at the signal
}
