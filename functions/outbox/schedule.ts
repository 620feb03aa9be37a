import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ScheduledEvent } from 'aws-lambda';
import { now } from '../../lib/clock/clock.ts';
import { environment } from '../../lib/environment/environment.ts';
import { log } from '../../lib/http/log.ts';
import { batchMax, sendToQueue } from '../../lib/queue/send-to-queue.ts';
import { type Due, duePartitions, parseDue, timeKey } from '../../lib/store/due.ts';
import type { DueMessage } from '../../lib/store/outbox.ts';
import { documents } from '../../lib/store/table.ts';

/** Each minute: hands what is due to its owner's queue. The entry stays until the work's own transaction removes it. */
export async function handler(_minute: ScheduledEvent): Promise<void> {
  const at = now();
  await Promise.all(duePartitions('minute').map((partition) => bringDue(partition, at)));
}

async function bringDue(partition: string, at: number): Promise<void> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: environment().tableName,
      IndexName: 'due',
      KeyConditionExpression: 'duePK = :partition AND dueSK < :after',
      ExpressionAttributeValues: { ':partition': partition, ':after': timeKey(at + 1) },
    },
  );
  for await (const { Items } of pages) {
    const entries = (Items ?? []).map((item) => parseDue(String(item['dueSK'])));
    for (const [owner, due] of Map.groupBy(entries, (entry) => entry.owner)) await hand(owner, due);
  }
}

async function hand(owner: string, entries: readonly Due[]): Promise<void> {
  const messages = entries.map(({ at, what, id }) => ({ body: { due: { at, what, id } } satisfies DueMessage }));
  for (let first = 0; first < messages.length; first += batchMax) {
    const sent = await sendToQueue(owner, messages.slice(first, first + batchMax));
    if (sent === 'unknown') log.error('A due entry names an owner without a queue', { owner });
  }
}
