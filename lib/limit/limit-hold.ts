import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import type { Write } from '../store/commit.ts';
import { nameOf, readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';

/** What is kept back of limits for a use that is going on. Its ledger line ends it, in the line's own transaction. */
const LimitHoldEntity = new Entity({
  name: 'limit-hold',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    /** The id of the usage event that will settle it: `<meter>#<resource SID>#<seq>`. */
    id: string().key().savedAs('SK').transform(prefix('LIMITHOLD')),
    parts: list(map({ limit: string(), part: number().big().transform(wholeNumber) })),
  }),
});

type HoldKey = { readonly accountSid: string; readonly id: string };

/** A part of a limit, in what the limit counts. */
export type LimitPart = { readonly limit: string; readonly part: bigint };
export type LimitHold = HoldKey & { readonly parts: readonly LimitPart[] };

/** Puts a hold that must not be there yet. */
export const putLimitHold = ({ accountSid, id, parts }: LimitHold): Write =>
  LimitHoldEntity.build(PutTransaction)
    .item({ accountSid, id, parts: [...parts] })
    .options({ condition: { attr: 'id', exists: false } });

/** Puts a hold with other parts, on condition that it is there: the same transaction must move the difference. */
export const putLimitHoldAgain = ({ accountSid, id, parts }: LimitHold): Write =>
  LimitHoldEntity.build(PutTransaction)
    .item({ accountSid, id, parts: [...parts] })
    .options({ condition: { attr: 'id', exists: true } });

/** Takes a hold away, on condition that it is there: the same transaction must give its parts back. */
export const deleteLimitHold = ({ accountSid, id }: HoldKey): Write =>
  LimitHoldEntity.build(DeleteTransaction)
    .key({ accountSid, id })
    .options({ condition: { attr: 'id', exists: true } });

/** The holds that there are for uses, in the order asked for. Reads by key. */
export async function limitHoldsOf(uses: readonly HoldKey[]): Promise<(LimitHold | undefined)[]> {
  const keys = uses.map(({ accountSid, id }) => ({ PK: `BAL#${accountSid}`, SK: `LIMITHOLD#${id}` }));
  const found = await readItems(keys);
  return keys.map((key) => {
    const stored = found.get(nameOf(key));
    if (stored === undefined) return undefined;
    const { accountSid, id, parts } = LimitHoldEntity.build(EntityFormatter).format(stored);
    return { accountSid, id, parts: parts.map(({ limit, part }) => ({ limit, part: BigInt(part) })) };
  });
}
