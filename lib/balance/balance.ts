import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import { type Nano, nano } from '../money/nano.ts';
import type { Write } from '../store/commit.ts';
import { nameOf as nameOfKey, readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';

const amount = () => number().big().transform(wholeNumber).optional();

/** Money that uses are paid from: left = toppedUp - spent - held. Nano-units of the account's currency. */
const BalanceEntity = new Entity({
  name: 'balance',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    purse: string().key().savedAs('SK'),
    left: amount(),
    held: amount(),
    toppedUp: amount(),
    spent: amount(),
  }),
});

/**
 * Where the money for a use comes from: what a prepaid account has topped up, or what a capped one may spend in the
 * period `yyyy-mm`. `floor` is how far `left` may go: 0, or the cap below it.
 */
export type Purse = {
  readonly accountSid: string;
  readonly purse: 'BALANCE' | `BALANCE#${string}`;
  readonly floor: Nano;
};

/** `left` is what may be used beside what is `held` for uses that are going on. */
export type Balance = { readonly left: Nano; readonly held: Nano; readonly toppedUp: Nano; readonly spent: Nano };

export const nameOf = ({ accountSid, purse }: Pick<Purse, 'accountSid' | 'purse'>): string => `${accountSid} ${purse}`;

/** Differences of what is in a purse. */
export type Moved = Pick<Balance, 'left' | 'held' | 'spent'>;

/** Moves money within or out of a purse. On no condition: what is used is owed (billing.md, rule 12). */
export const moveInPurse = (
  { accountSid, purse }: Pick<Purse, 'accountSid' | 'purse'>,
  { left, held, spent }: Moved,
): Write =>
  BalanceEntity.build(UpdateTransaction).item({
    accountSid,
    purse,
    left: $add(left),
    held: $add(held),
    spent: $add(spent),
  });

/** Keeps money back, on condition that the purse does not go below its floor. */
export const keepBack = ({ accountSid, purse, floor }: Purse, amount: Nano): Write => {
  const isThere = { attr: 'left', gte: amount + floor } as const;
  const isUntouched = { attr: 'left', exists: false } as const;
  return BalanceEntity.build(UpdateTransaction)
    .item({ accountSid, purse, left: $add(-amount), held: $add(amount) })
    .options({ condition: amount + floor <= 0n ? { or: [isUntouched, isThere] } : isThere });
};

/** Adds to what an account has topped up; takes back what is negative, on condition that so much is left. */
export const addToBalance = (accountSid: string, added: Nano): Write =>
  BalanceEntity.build(UpdateTransaction)
    .item({ accountSid, purse: 'BALANCE', left: $add(added), toppedUp: $add(added) })
    .options(added < 0n ? { condition: { attr: 'left', gte: -added } } : {});

const format = ({ left, held, toppedUp, spent }: FormattedItem<typeof BalanceEntity>): Balance => ({
  left: nano(BigInt(left ?? 0)),
  held: nano(BigInt(held ?? 0)),
  toppedUp: nano(BigInt(toppedUp ?? 0)),
  spent: nano(BigInt(spent ?? 0)),
});

const nothing: Balance = { left: nano(0n), held: nano(0n), toppedUp: nano(0n), spent: nano(0n) };

/** What is in purses now, in the order asked for. Reads by key. */
export async function balancesOf(purses: readonly Pick<Purse, 'accountSid' | 'purse'>[]): Promise<Balance[]> {
  const keys = purses.map(({ accountSid, purse }) => ({ PK: `BAL#${accountSid}`, SK: purse }));
  const found = await readItems(keys);
  return keys.map((key) => {
    const stored = found.get(nameOfKey(key));
    return stored === undefined ? nothing : format(BalanceEntity.build(EntityFormatter).format(stored));
  });
}

/** What is in one purse now. */
export async function balanceOf(purse: Pick<Purse, 'accountSid' | 'purse'>): Promise<Balance> {
  const [balance = nothing] = await balancesOf([purse]);
  return balance;
}
