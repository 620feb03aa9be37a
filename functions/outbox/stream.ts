import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { log } from '../../lib/http/log.ts';
import { batchMax, sendToQueue } from '../../lib/queue/send-to-queue.ts';
import { OutboxEntity, type OutboxEntry, type OutboxMessage } from '../../lib/store/outbox.ts';

/**
 * Brings what transactions have put into the outbox to the queues that it names, in the stream's order. From the first
 * entry that could not be sent, the batch comes again: at least once, so every consumer is idempotent.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const run of runsOf(event.Records)) {
    try {
      await bring(run.queue, run.entries);
    } catch (error) {
      log.error('Outbox entries could not be sent', { queue: run.queue, error });
      return { batchItemFailures: [{ itemIdentifier: run.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}

type Run = { readonly queue: string; readonly sequenceNumber: string; readonly entries: OutboxEntry[] };

/** Neighbours for one queue, up to a batch of them, in the stream's order. */
function runsOf(records: readonly DynamoDBRecord[]): Run[] {
  const runs: Run[] = [];
  for (const record of records) {
    const entry = entryOf(record);
    const last = runs.at(-1);
    if (last?.queue === entry.queue && last.entries.length < batchMax) last.entries.push(entry);
    else runs.push({ queue: entry.queue, sequenceNumber: record.dynamodb?.SequenceNumber ?? '', entries: [entry] });
  }
  return runs;
}

function entryOf(record: DynamoDBRecord): OutboxEntry {
  const image = (record.dynamodb?.NewImage ?? {}) as Parameters<typeof unmarshall>[0];
  return OutboxEntity.build(EntityFormatter).format(unmarshall(image));
}

async function bring(queue: string, entries: readonly OutboxEntry[]): Promise<void> {
  const messages = entries.map(({ sid, sequence, accountSid, action, input }) => ({
    accountSid,
    body: { sid, sequence, accountSid, action, input } satisfies OutboxMessage,
  }));
  if ((await sendToQueue(queue, messages)) === 'sent') return;
  // A name that no queue has: trying again would hold up the whole shard, so it goes where the alarm sees it.
  log.error('Outbox entries name a queue that does not exist', { queue, entries: entries.map(({ sid }) => sid) });
  await sendToQueue('outbox-dead', messages);
}
