import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { now } from '../../lib/clock/clock.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { billAccount } from './bill-account.ts';
import { accountsOfChunk, putChunkDone, putRunProblem } from './billing-run.ts';
import { type ChunkMessage, enqueue, type PreviewMessage } from './enqueue.ts';
import { makePreview } from './large-preview.ts';
import { readCarrier } from './reconciliation/read-carrier.ts';
import type { ReadingMessage } from './reconciliation/reading-message.ts';

/** Accounts of a chunk that are billed side by side: most of the time goes by waiting for the table. */
const atOnce = 5;

/** A page of a carrier's list is begun only with so much time left. */
const millisecondsAPage = 60_000;
/** A day to be sealed, or a chunk of a period to be closed, is begun only with so much time left. */
const millisecondsADay = 300_000;

type Remaining = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * Bills the accounts of chunks, and reads carriers' lists. A message may come again: what is done is found done. What fails
 * comes again.
 */
export async function handler({ Records }: SQSEvent, context: Remaining): Promise<SQSBatchResponse> {
  const at = now();
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of Records) {
    const message: ChunkMessage | ReadingMessage | PreviewMessage = JSON.parse(record.body);
    const isDone =
      'reading' in message
        ? await read(message, context)
        : 'preview' in message
          ? await preview(message)
          : await billChunk(message, at, context);
    if (!isDone) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

async function preview(message: PreviewMessage): Promise<boolean> {
  try {
    await makePreview(message);
    return true;
  } catch (error) {
    log.error('A preview was not made', { ...message, error: Object(error) });
    return false;
  }
}

/** What there is no time for is read by the next message. */
async function read({ reading }: ReadingMessage, context: Remaining): Promise<boolean> {
  try {
    const isRead = await readCarrier(reading, () => context.getRemainingTimeInMillis() > millisecondsAPage);
    if (!isRead) await enqueue({ reading });
    return true;
  } catch (error) {
    log.error('A carrier’s list could not be read on', { reading, error: Object(error) });
    return false;
  }
}

/**
 * One account's failure stops no other's statement; the chunk is done when all are. What there is no time for is done by the next
 * message, from where this one has stopped.
 */
async function billChunk({ run, chunk }: ChunkMessage, at: number, context: Remaining): Promise<boolean> {
  const hasTime = () => context.getRemainingTimeInMillis() > millisecondsADay;
  const accounts = (await accountsOfChunk(run, chunk)) ?? [];
  const outcomes: Outcome[] = [];
  for (let first = 0; first < accounts.length; first += atOnce) {
    const some = accounts.slice(first, first + atOnce);
    outcomes.push(...(await Promise.all(some.map((account) => bill(run, account, at, hasTime)))));
  }
  if (outcomes.includes('failed')) return false;
  if (outcomes.includes('paused')) {
    await enqueue({ run, chunk });
    return true;
  }
  await commit(putChunkDone(run, chunk)); // lost: it was counted before
  return true;
}

type Outcome = 'billed' | 'paused' | 'failed';

async function bill(run: string, account: string, at: number, hasTime: () => boolean): Promise<Outcome> {
  try {
    const billed = await billAccount(account, at, hasTime);
    log.info('Account billed', { run, account, ...billed });
    return billed.isPaused ? 'paused' : 'billed';
  } catch (error) {
    log.error('An account was not billed', { run, account, error: Object(error) });
    await commit([putRunProblem(run, `${account}: ${error instanceof Error ? error.message : String(error)}`)]);
    return 'failed';
  }
}
