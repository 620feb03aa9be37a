import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import { type Nano, nano } from '../money/nano.ts';
import type { Write } from '../store/commit.ts';
import { readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';
import { keepBack, type Purse } from './balance.ts';

/** Money kept back for a use that is going on. It lies with the account that uses, and names the purse that it is of. */
const HoldEntity = new Entity({
  name: 'hold',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    /** The id of the usage event that will settle it: `<meter>#<resource SID>#<seq>`. */
    id: string().key().savedAs('SK').transform(prefix('HOLD')),
    payer: string(),
    purse: string(),
    /** Nano-units of the account's currency. */
    amount: number().big().transform(wholeNumber),
    heldAt: number(),
  }),
});

type HoldKey = { readonly accountSid: string; readonly id: string };
export type Hold = HoldKey & {
  /** Of which purse it is. */
  readonly of: Pick<Purse, 'accountSid' | 'purse'>;
  readonly amount: Nano;
};

/** Puts a hold that must not be there yet: the same transaction keeps its money back. */
export const putHold = (
  { accountSid, id }: HoldKey,
  purse: Pick<Purse, 'accountSid' | 'purse'>,
  amount: Nano,
  heldAt: number,
): Write =>
  HoldEntity.build(PutTransaction)
    .item({ accountSid, id, payer: purse.accountSid, purse: purse.purse, amount, heldAt })
    .options({ condition: { attr: 'id', exists: false } });

/** Keeps money back for a use, on condition that so much is there and that nothing is held for it yet. */
export const hold = (key: HoldKey, purse: Purse, amount: Nano, heldAt: number): Write[] => [
  putHold(key, purse, amount, heldAt),
  keepBack(purse, amount),
];

/** Makes a hold another amount of a purse, on condition that it is as it was read: the same transaction moves its money. */
export const reHold = ({ accountSid, id, amount: before }: Hold, purse: Purse, amount: Nano, heldAt: number): Write =>
  HoldEntity.build(PutTransaction)
    .item({ accountSid, id, payer: purse.accountSid, purse: purse.purse, amount, heldAt })
    .options({ condition: { attr: 'amount', eq: before } });

/** Takes a hold away, on condition that it is as it was read: the same transaction must give back or spend its money. */
export const deleteHold = ({ accountSid, id, amount }: Hold): Write =>
  HoldEntity.build(DeleteTransaction)
    .key({ accountSid, id })
    .options({ condition: { attr: 'amount', eq: amount } });

/** The holds that there are for uses, by account and usage id. Reads by key. */
export async function holdsOf(uses: readonly HoldKey[]): Promise<Map<string, Hold>> {
  const found = await readItems(uses.map(({ accountSid, id }) => ({ PK: `BAL#${accountSid}`, SK: `HOLD#${id}` })));
  const holds = [...found.values()].map((stored): Hold => {
    const { accountSid, id, payer, purse, amount } = HoldEntity.build(EntityFormatter).format(stored);
    const of = { accountSid: payer, purse: purse as Purse['purse'] };
    return { accountSid, id, of, amount: nano(BigInt(amount)) };
  });
  return new Map(holds.map((each) => [holdName(each), each]));
}

export const holdName = ({ accountSid, id }: HoldKey): string => `${accountSid} ${id}`;
