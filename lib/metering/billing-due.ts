import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { billingDay, type Day, dayBounds, nextDay } from '../period/day.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { dueAttributes, dueKeys } from '../store/due.ts';
import { table } from '../store/table.ts';
import { settlingMilliseconds } from './seal.ts';

/**
 * What billing waits for with an account: the next day to seal. A period's end is the day after which its statement is
 * made, so that one entry drives both, in order.
 */
const BillingDueEntity = new Entity({
  name: 'billing-due',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('ACC')),
    kind: string().key().const('BILLING').savedAs('SK'),
    /** The local day that is to be sealed next. */
    day: string(),
    ...dueAttributes,
  }),
});
export type BillingDue = FormattedItem<typeof BillingDueEntity>;

/** When an account's local day may be sealed. */
export const sealableAt = (day: Day, zone: string): number => dayBounds(day, zone).endsAt + settlingMilliseconds;

type Owner = Pick<Account, 'sid' | 'zone'>;

const itemOf = ({ sid, zone }: Owner, day: Day) => ({
  accountSid: sid,
  day,
  ...dueKeys('billing', { at: sealableAt(day, zone), owner: 'billing', what: 'seal', id: sid }),
});

/** Billing begins with the day on which an account is enrolled; part of the enrolment's transaction. */
export const putNewBillingDue = (account: Owner & Pick<Account, 'createdAt'>): Write =>
  BillingDueEntity.build(PutTransaction)
    .item(itemOf(account, billingDay(account.createdAt, account.zone)))
    .options({ condition: { attr: 'day', exists: false } });

/** Goes on to the day after `day`; lost when another run did so already. */
export const advanceBillingDue = (account: Owner, day: Day): Write =>
  BillingDueEntity.build(PutTransaction)
    .item(itemOf(account, nextDay(day)))
    .options({ condition: { attr: 'day', eq: day } });

/** Nothing is to be billed any more: `day` was the account's last; lost when another run did so already. */
export const endBillingDue = ({ sid }: Owner, day: Day): Write =>
  BillingDueEntity.build(PutTransaction)
    .item({ accountSid: sid, day: nextDay(day) })
    .options({ condition: { attr: 'day', eq: day } });

export async function loadBillingDue(accountSid: string): Promise<BillingDue | undefined> {
  const { Item } = await BillingDueEntity.build(GetItemCommand)
    .key({ accountSid })
    .options({ consistent: true })
    .send();
  return Item;
}
