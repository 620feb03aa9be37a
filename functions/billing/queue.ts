import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { now } from '../../lib/clock/clock.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { billAccount } from './bill-account.ts';
import { accountsOfChunk, putChunkDone, putRunProblem } from './billing-run.ts';
import type { ChunkMessage } from './dispatch-run.ts';

/** Accounts of a chunk that are billed side by side: most of the time goes by waiting for the table. */
const atOnce = 5;

/** Bills the accounts of chunks. A message may come again: what is done is found done. What fails comes again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const at = now();
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of Records) {
    if (!(await billChunk(record, at))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

/** One account's failure stops no other's statement; the chunk is done when all are. */
async function billChunk(record: SQSRecord, at: number): Promise<boolean> {
  const { run, chunk }: ChunkMessage = JSON.parse(record.body);
  const accounts = (await accountsOfChunk(run, chunk)) ?? [];
  const outcomes: boolean[] = [];
  for (let first = 0; first < accounts.length; first += atOnce) {
    const some = accounts.slice(first, first + atOnce);
    outcomes.push(...(await Promise.all(some.map((account) => isBilled(run, account, at)))));
  }
  if (outcomes.includes(false)) return false;
  await commit(putChunkDone(run, chunk)); // lost: it was counted before
  return true;
}

async function isBilled(run: string, account: string, at: number): Promise<boolean> {
  try {
    const billed = await billAccount(account, at);
    log.info('Account billed', { run, account, ...billed });
    return true;
  } catch (error) {
    log.error('An account was not billed', { run, account, error: Object(error) });
    await commit([putRunProblem(run, `${account}: ${error instanceof Error ? error.message : String(error)}`)]);
    return false;
  }
}
