import { Entity } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Day } from '../period/day.ts';
import { periodOfDay } from '../period/period.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { Write } from '../store/commit.ts';
import { nameOf, readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';
import { usagePartition } from './usage-event.ts';

/**
 * A mark beside the seal of the day on which a use ended: its line stands in another day. The open day moves on, so the
 * mark, not the line's key, makes that happen once. `LATE`: the use came after the seal. `RERATED`: it had no price, and
 * was rated again.
 */
const MovedLineEntity = new Entity({
  name: 'moved-line',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#<period of the day>` */
    partition: string().key().savedAs('PK').transform(prefix('SEA')),
    /** `<yyyymmdd>#LATE#<id of the use>` or `<yyyymmdd>#RERATED#…` */
    key: string().key().savedAs('SK'),
    /** The day in which the line stands. */
    standsIn: string(),
  }),
});
const kinds = ['RERATED', 'LATE'] as const;
type Kind = (typeof kinds)[number];

/** A use: its event's id, and the day on which it ended. */
export type UseKey = { readonly accountSid: string; readonly day: Day; readonly id: string };

/** The key of a ledger line. */
export type LineKey = { readonly PK: string; readonly SK: string };
export const lineKey = (accountSid: string, day: Day, id: string): LineKey => ({
  PK: `LED#${usagePartition(accountSid, day)}`,
  SK: id,
});

/** The id of the line of a use that is rated again. */
export const reratedId = (id: string): string => `${id}#r1`;

const partitionOf = ({ accountSid, day }: UseKey): string => `${accountSid}#${periodOfDay(day)}`;
const markKey = (use: UseKey, kind: Kind): LineKey => ({
  PK: `SEA#${partitionOf(use)}`,
  SK: `${use.day}#${kind}#${use.id}`,
});

const putMark = (use: UseKey, kind: Kind, standsIn: Day): Write =>
  MovedLineEntity.build(PutTransaction)
    .item({ partition: partitionOf(use), key: markKey(use, kind).SK, standsIn })
    .options({ condition: { attr: 'key', exists: false } });

/** Marks that a line which missed its day stands in another; lost when that was marked before. */
export const putLateLine = (line: LedgerLine, missed: Day): Write =>
  putMark({ ...line, day: missed }, 'LATE', line.day);

/** Marks that a use was rated again, in the day `standsIn`; lost when that was marked before. */
export const putRerated = (use: UseKey, standsIn: Day): Write => putMark(use, 'RERATED', standsIn);

/** The day in which a use stands that came after its day's seal; undefined where none did. */
export async function lateDayOf(use: UseKey): Promise<Day | undefined> {
  const [mark] = (await readItems([markKey(use, 'LATE')])).values();
  return typeof mark?.['standsIn'] === 'string' ? mark['standsIn'] : undefined;
}

/** Which of the uses were rated again, in their order. */
export async function wereRerated(uses: readonly UseKey[]): Promise<boolean[]> {
  const found = await readItems(uses.map((use) => markKey(use, 'RERATED')));
  return uses.map((use) => found.has(nameOf(markKey(use, 'RERATED'))));
}

/** For each of some distinct uses, the key of the line that has its price, where that is not the use's own. */
export async function whereMoved(uses: readonly UseKey[]): Promise<(LineKey | undefined)[]> {
  const marks = await readItems(uses.flatMap((use) => kinds.map((kind) => markKey(use, kind))));
  return uses.map((use) => {
    const standsIn = (kind: Kind) => marks.get(nameOf(markKey(use, kind)))?.['standsIn'];
    const [rerated, late] = kinds.map(standsIn);
    if (typeof rerated === 'string') return lineKey(use.accountSid, rerated, reratedId(use.id));
    return typeof late === 'string' ? lineKey(use.accountSid, late, use.id) : undefined;
  });
}
