import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type UsageEvent, type Use, usageEvent } from '../../../lib/metering/usage-event.ts';

/** A usage event as the table's stream brings it; `sequenceNumber` is where it stands in the stream. */
export function streamRecord(event: UsageEvent, sequenceNumber: number): DynamoDBRecord {
  const { partition, id, ...attributes } = event;
  const item = { PK: `USE#${partition}`, SK: id, entity: 'usage-event', ...attributes };
  return {
    eventName: 'INSERT',
    dynamodb: {
      Keys: marshall({ PK: item.PK, SK: id }) as never,
      NewImage: marshall(item) as never,
      SequenceNumber: String(sequenceNumber),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSource: 'aws:dynamodb',
  };
}

export const streamEvent = (events: readonly UsageEvent[]): DynamoDBStreamEvent => ({
  Records: events.map((event, index) => streamRecord(event, index)),
});

/** A generator of numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds = [
  ['call', 'calls-outbound', 'CA', '+4930123456'],
  ['call', 'calls-outbound', 'CA', '+19005550100'],
  ['call', 'calls-inbound', 'CA', '+15555550100'],
  ['sms', 'sms-outbound', 'SM', '+447911123456'],
  ['sms', 'sms-inbound', 'SM', '+15555550100'],
  ['call', 'calls-outbound', 'CA', 'sip:nobody'],
  ['fax', 'faxes', 'FX', '+15555550100'],
] as const;

/** `count` usage events of accounts, over the hour before `until`, of every meter and with some that no rate matches. */
export function usageEvents(
  accounts: readonly { readonly sid: string; readonly zone: string }[],
  count: number,
  until: number,
  random: () => number,
): UsageEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const account = accounts[index % accounts.length];
    const [microService, meter, prefix, destination] = kinds[Math.floor(random() * kinds.length)] ?? kinds[0];
    if (account === undefined) throw new Error('no account');
    const finalizedAt = until - Math.floor(random() * 3_600_000);
    const use: Use = {
      microService,
      meter,
      resourceSid: `${prefix}${index.toString(16).padStart(32, '0')}`,
      sequence: 0,
      quantity: BigInt(Math.floor(random() * 600)),
      destination,
      startedAt: finalizedAt - 600_000,
      finalizedAt,
      configurationVersion: 0,
    };
    return usageEvent(account, use);
  });
}
