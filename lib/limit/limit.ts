import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import { zero } from '../money/nano.ts';
import type { Period } from '../period/period.ts';
import type { UsageLimit } from '../rating/plan-tier.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import type { Write } from '../store/commit.ts';
import { nameOf, readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';

const sum = () => number().big().transform(wholeNumber).optional();

/**
 * What of a tier's limit is taken in a period: by ledger lines, and by uses that are going on (`held`, within `taken`). In
 * billed units of the meter, or in nano-units of the account's currency, as the limit counts.
 */
const LimitEntity = new Entity({
  name: 'limit',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    /** `<yyyy-mm>#<plan>#<version>#<tier>#<meter or *>`: a change of plan or tier starts another one (billing.md, rule 14). */
    limit: string().key().savedAs('SK').transform(prefix('LIMIT')),
    taken: sum(),
    held: sum(),
  }),
});

export type LimitKey = { readonly accountSid: string; readonly limit: string };

/** The key of a limit of a plan's tier in a period. */
export const limitKey = (
  accountSid: string,
  period: Period,
  { name, version, tier }: RatingPlan,
  { meter = '*' }: UsageLimit,
): LimitKey => ({ accountSid, limit: `${period}#${name}#${version}#${tier?.name}#${meter}` });

/** The limits of a plan's tier in which uses of a meter count: its own, and that of all meters together. */
export const concerning = ({ tier }: RatingPlan, meter: string): UsageLimit[] =>
  (tier?.limits ?? []).filter((limit) => (limit.meter ?? meter) === meter);

/** Those of them at which a use is refused. */
export const stopping = (plan: RatingPlan, meter: string): UsageLimit[] =>
  concerning(plan, meter).filter(({ atLimit }) => atLimit === 'refuse');

/** How much a limit allows: billed units of its meter, or nano-units. */
export const allowedBy = ({ meter, units, money = zero }: UsageLimit, { lineOf }: RatingPlan): bigint =>
  units === undefined || meter === undefined ? money : BigInt(units) * BigInt(lineOf(meter)?.line.per ?? 1);

/** What a use takes of a limit. */
export const takenOf = (
  { units }: UsageLimit,
  { billedUnits, amount }: { readonly billedUnits: bigint; readonly amount: bigint },
): bigint => (units === undefined ? amount : billedUnits);

/** How a limit stands: how much it allows, and how much of that is taken now. */
export type Standing = {
  readonly limit: UsageLimit;
  readonly key: LimitKey;
  readonly allowed: bigint;
  readonly taken: bigint;
};

/** Keeps a part of a limit back, on condition that so much is left of what it allows. */
export function keepWithin(key: LimitKey, part: bigint, allowed: bigint): Write {
  const isLeft = { attr: 'taken', lte: allowed - part } as const;
  const isUntouched = { attr: 'taken', exists: false } as const;
  return LimitEntity.build(UpdateTransaction)
    .item({ ...key, taken: $add(part), held: $add(part) })
    .options({ condition: part <= allowed ? { or: [isUntouched, isLeft] } : isLeft });
}

/** Moves what is taken of a limit, and what of it is held. On no condition: what is used is used. */
export const moveInLimit = (key: LimitKey, { taken, held }: { readonly taken: bigint; readonly held: bigint }): Write =>
  LimitEntity.build(UpdateTransaction).item({ ...key, taken: $add(taken), held: $add(held) });

/** What of a limit is taken now, and what of that is held. */
export type TakenNow = { readonly taken: bigint; readonly held: bigint };

/** How much of limits is taken now, in the order asked for. */
export async function takenNow(keys: readonly LimitKey[]): Promise<TakenNow[]> {
  const tableKeys = keys.map(({ accountSid, limit }) => ({ PK: `BAL#${accountSid}`, SK: `LIMIT#${limit}` }));
  const found = await readItems(tableKeys);
  return tableKeys.map((key) => {
    const stored = found.get(nameOf(key));
    const { taken = 0, held = 0 } = stored === undefined ? {} : LimitEntity.build(EntityFormatter).format(stored);
    return { taken: BigInt(taken), held: BigInt(held) };
  });
}
