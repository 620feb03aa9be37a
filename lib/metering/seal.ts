import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { nano } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import { type Period, periodOfDay } from '../period/period.ts';
import type { Seal } from '../statement/statement.ts';
import type { Write } from '../store/commit.ts';
import { putDigested } from '../store/digest.ts';
import { table } from '../store/table.ts';
import { wholeNumber } from './whole-number.ts';

/** A day is sealed at the earliest so long after its end. */
export const settlingMilliseconds = 15 * 60_000;

/** A sealed day of an account. Put if absent; no ledger line is put into a sealed day. */
export const SealEntity = new Entity({
  name: 'seal',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#<period>` */
    partition: string().key().savedAs('PK').transform(prefix('SEA')),
    day: string().key().savedAs('SK'),
    lines: number(),
    unrated: number(),
    amount: number().big().transform(wholeNumber),
    sha256: string(),
    timeZoneData: string(),
    /** Of all the rest (lib/store/digest.ts). */
    digest: string().optional(),
  }),
});

const partitionOf = (accountSid: string, day: Day): string => `${accountSid}#${periodOfDay(day)}`;

export const putSeal = (accountSid: string, seal: Seal): Write =>
  putDigested(SealEntity, { partition: partitionOf(accountSid, seal.day), ...seal }).options({
    condition: { attr: 'day', exists: false },
  });

/** A stored seal as it was made. */
export const sealOf = ({ partition, digest, ...seal }: FormattedItem<typeof SealEntity>): Seal => ({
  ...seal,
  amount: nano(BigInt(seal.amount)),
});

/** The condition, for a ledger line's transaction, that its day is not sealed. */
export const checkUnsealed = (accountSid: string, day: Day): Write =>
  SealEntity.build(ConditionCheck)
    .key({ partition: partitionOf(accountSid, day), day })
    .condition({ attr: 'day', exists: false });

/** Whether an account's day has its seal. */
export async function isSealed(accountSid: string, day: Day): Promise<boolean> {
  const key = { partition: partitionOf(accountSid, day), day };
  const { Item } = await SealEntity.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item !== undefined;
}

/** The seals of a period, in the order of days. */
export async function sealsOf(accountSid: string, period: Period): Promise<Seal[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(SealEntity)
    .query({ partition: `SEA#${accountSid}#${period}` })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(sealOf);
}
