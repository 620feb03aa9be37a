import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { now } from '../../lib/clock/clock.ts';
import { log } from '../../lib/http/log.ts';
import { commit } from '../../lib/store/commit.ts';
import { billAccount } from './bill-account.ts';
import { accountsOfChunk, putChunkDone, putRunProblem } from './billing-run.ts';
import type { ChunkMessage } from './dispatch-run.ts';

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
  let failures = 0;
  for (const account of accounts) {
    try {
      const billed = await billAccount(account, at);
      log.info('Account billed', { run, account, ...billed });
    } catch (error) {
      failures += 1;
      log.error('An account was not billed', { run, account, error: Object(error) });
      await commit([putRunProblem(run, `${account}: ${error instanceof Error ? error.message : String(error)}`)]);
    }
  }
  if (failures > 0) return false;
  await commit(putChunkDone(run, chunk)); // lost: it was counted before
  return true;
}
