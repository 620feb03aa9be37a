import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { currencies } from '../../../lib/money/currency.ts';
import type { Write } from '../../../lib/store/commit.ts';
import { table } from '../../../lib/store/table.ts';

/** So long a reading is kept, to be looked at; its uses stand in the carrier's list and in the ledger for ever. */
const keptForSeconds = 90 * 86_400;

/** A reading of a carrier's calls and messages, and how far it is: what is read next is the page after `after` of `reads`. */
const ReadingEntity = new Entity({
  name: 'carrier-reading',
  table,
  timestamps: false,
  schema: item({
    sid: string().key().savedAs('PK').transform(prefix('REC')),
    kind: string().key().const('HEAD').savedAs('SK'),
    carrier: string(),
    /** Epoch milliseconds. */
    startsAt: number(),
    endsAt: number(),
    currency: string().enum(...currencies),
    startedAt: number(),
    reads: string().enum('call', 'message', 'nothing'),
    after: string().optional(),
    pieces: number(),
    records: number(),
    /** Why it cannot be read. */
    problem: string().optional(),
    expires: number(),
  }),
});
export type CarrierReading = FormattedItem<typeof ReadingEntity>;

/** One page of the carrier's list, as JSON. */
const PieceEntity = new Entity({
  name: 'carrier-reading-piece',
  table,
  timestamps: false,
  schema: item({
    sid: string().key().savedAs('PK').transform(prefix('REC')),
    piece: string().key().savedAs('SK').transform(prefix('PIECE')),
    records: string(),
    expires: number(),
  }),
});

/** A use as it was read; amounts and quantities as decimal text. */
export type ReadUse = {
  readonly id: string;
  readonly resourceSid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly quantity: string;
  /** Nano-units. */
  readonly cost: string;
  readonly isListed: boolean;
  readonly isCharged: boolean;
};

/** Whether a text is a reading's identifier: `RC` and 32 hexadecimal digits. */
export const isReadingSid = (text: string): boolean => /^RC[0-9a-f]{32}$/.test(text);

export const expiryOf = (startedAt: number): number => Math.floor(startedAt / 1_000) + keptForSeconds;

export const putReading = (reading: CarrierReading): Write =>
  ReadingEntity.build(PutTransaction)
    .item(reading)
    .options({ condition: { attr: 'sid', exists: false } });

/** Moves a reading on with what was read; lost when another did so. */
export const putProgress = (before: CarrierReading, after: CarrierReading, uses: readonly ReadUse[]): Write[] => [
  ReadingEntity.build(PutTransaction)
    .item(after)
    .options({
      condition: {
        and: [
          { attr: 'pieces', eq: before.pieces },
          { attr: 'reads', eq: before.reads },
        ],
      },
    }),
  PieceEntity.build(PutTransaction).item({
    sid: before.sid,
    piece: String(before.pieces).padStart(6, '0'),
    records: JSON.stringify(uses),
    expires: before.expires,
  }),
];

/** Ends a reading that cannot go on. */
export const putProblem = (reading: CarrierReading, problem: string): Write =>
  ReadingEntity.build(PutTransaction)
    .item({ ...reading, problem })
    .options({ condition: { attr: 'pieces', eq: reading.pieces } });

export async function loadReading(sid: string): Promise<CarrierReading | undefined> {
  const { Item } = await ReadingEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** All that a reading has read, in the carrier's order. */
export async function usesRead(sid: string): Promise<ReadUse[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(PieceEntity)
    .query({ partition: `REC#${sid}`, range: { beginsWith: 'PIECE#' } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).flatMap(({ records }) => JSON.parse(records) as ReadUse[]);
}
