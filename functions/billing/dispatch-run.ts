import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../lib/environment/environment.ts';
import { commit } from '../../lib/store/commit.ts';
import { duePartitions, parseDue, timeKey } from '../../lib/store/due.ts';
import { documents } from '../../lib/store/table.ts';
import { putChunk, putRun, putRunSize } from './billing-run.ts';
import { enqueue } from './enqueue.ts';

const accountsAChunk = 25;

/**
 * Begins a run: every account whose next day can be sealed, or the given ones, goes to the queue, 25 a message. Dies it
 * half-way, the next run finds the rest: an account is due until its own work has moved it on. Dispatched again under the
 * same name, what is there stays, and is sent once more: a chunk is done once.
 */
export async function dispatchRun(
  run: string,
  startedBy: string,
  now: number,
  only?: readonly string[],
): Promise<void> {
  await commit([putRun(run, startedBy, now)]);
  let chunks = 0;
  let accounts = 0;
  let waiting: string[] = [];
  const send = async () => {
    await commit([putChunk(run, chunks, waiting)]);
    await enqueue({ run, chunk: String(chunks) });
    chunks += 1;
    waiting = [];
  };
  for await (const account of only ?? dueAccounts(now)) {
    accounts += 1;
    if (waiting.push(account) === accountsAChunk) await send();
  }
  if (waiting.length > 0) await send();
  await commit([putRunSize(run, chunks, accounts)]);
}

async function* dueAccounts(now: number): AsyncGenerator<string> {
  for (const partition of duePartitions('billing')) {
    const pages = paginateQuery(
      { client: documents },
      {
        TableName: environment().tableName,
        IndexName: 'due',
        KeyConditionExpression: 'duePK = :partition AND dueSK < :after',
        ExpressionAttributeValues: { ':partition': partition, ':after': timeKey(now + 1) },
      },
    );
    for await (const { Items } of pages) for (const item of Items ?? []) yield parseDue(String(item['dueSK'])).id;
  }
}
