import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageEvent } from '../../lib/metering/usage-event.ts';
import { startPlatform } from '../integration/platform.ts';
import { seeded, streamEvent, usageEvents } from '../integration/usage/stream.ts';

const batchSize = 100;

export type ConsumerSpeed = {
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Items a second of the same bytes, put in bare transactions of as many. */
  readonly bareItemsPerSecond: number;
};

/** How many usage events a second the stream's consumer rates and writes, one batch of 100 after another. */
export async function consumeEvents(count: number): Promise<ConsumerSpeed> {
  const platform = await startPlatform();
  try {
    const accounts = [await platform.enrol(), await platform.enrol()].map(({ sid }) => ({ sid, zone: 'UTC' }));
    const { handler } = await import('../../functions/usage/stream.ts');
    const events = usageEvents(accounts, count + batchSize, Date.now(), seeded(1));
    const warm = events.slice(0, batchSize);
    await handler(streamEvent(warm));
    const measured = events.slice(batchSize);
    const consumed = await perSecond(measured, async (batch) => {
      const { batchItemFailures } = await handler(streamEvent(batch));
      if (batchItemFailures.length > 0) throw new Error('Events were not rated.');
    });
    const bare = await perSecond(measured, putBare);
    return { events: count, eventsPerSecond: consumed, bareItemsPerSecond: bare };
  } finally {
    await platform.close();
  }
}

async function perSecond(events: readonly UsageEvent[], work: (batch: readonly UsageEvent[]) => Promise<void>) {
  const before = performance.now();
  for (let at = 0; at < events.length; at += batchSize) await work(events.slice(at, at + batchSize));
  return Math.round((events.length * 1_000) / (performance.now() - before));
}

async function putBare(batch: readonly UsageEvent[]): Promise<void> {
  const { documents, table } = await import('../../lib/store/table.ts');
  const TransactItems = batch.map(({ partition, id, ...attributes }) => ({
    Put: { TableName: table.getName(), Item: { PK: `BARE#${partition}`, SK: id, ...attributes } },
  }));
  await documents.send(new TransactWriteCommand({ TransactItems }));
}
