import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import { type Nano, nano } from '../money/nano.ts';
import type { Write } from '../store/commit.ts';
import type { StoredItem } from '../store/list.ts';
import { listAttributes, listKeys } from '../store/resource.ts';
import { table } from '../store/table.ts';
import { addToBalance } from './balance.ts';

/** Money that an account has paid in advance, or got back (negative). Put if absent, never changed. */
const TopUpEntity = new Entity({
  name: 'top-up',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    sid: string().key().savedAs('SK').transform(prefix('TOPUP')),
    /** Nano-units of the account's currency. */
    amount: number().big().transform(wholeNumber),
    /** What the operator wants to find it by: a payment's number, a reason. */
    note: string().optional(),
    createdBy: string(),
    createdAt: number(),
    ...listAttributes,
  }),
});

export type TopUp = Omit<FormattedItem<typeof TopUpEntity>, 'amount' | keyof typeof listAttributes> & {
  readonly amount: Nano;
};

const topUpFrom = ({ amount, ...rest }: FormattedItem<typeof TopUpEntity>): TopUp => ({
  ...rest,
  amount: nano(BigInt(amount)),
});

/** A top-up as a list read it. */
export const topUpOf = (stored: StoredItem): TopUp => topUpFrom(TopUpEntity.build(EntityFormatter).format(stored));

/** A top-up by its SID; undefined when there is none. */
export async function loadTopUp(accountSid: string, sid: string): Promise<TopUp | undefined> {
  const { Item } = await TopUpEntity.build(GetItemCommand)
    .key({ accountSid, sid })
    .options({ consistent: true })
    .send();
  return Item && topUpFrom(Item);
}

/** The partition of the `list` index in which an account's top-ups stand. */
export const topUpList = (accountSid: string): string => `${accountSid}#top-up`;

/** Puts a top-up that must not be there yet, and changes the balance by it; lost too when less is left than it takes back. */
export const putTopUp = (topUp: TopUp): Write[] => [
  TopUpEntity.build(PutTransaction)
    .item({ ...topUp, ...listKeys({ ...topUp, type: 'top-up' }) })
    .options({ condition: { attr: 'sid', exists: false } }),
  addToBalance(topUp.accountSid, topUp.amount),
];
