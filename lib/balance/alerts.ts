import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../metering/whole-number.ts';
import { type Nano, nano } from '../money/nano.ts';
import type { Write } from '../store/commit.ts';
import { revised, unrevised } from '../store/revision.ts';
import { table } from '../store/table.ts';

const amounts = () => list(number().big().transform(wholeNumber));

/** Of what balances an account wants to be told, and where; no item: of none. */
const AlertsEntity = new Entity({
  name: 'balance-alerts',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('BAL')),
    kind: string().key().const('ALERTS').savedAs('SK'),
    /** Nano-units of the account's currency, the highest first. */
    thresholds: amounts(),
    /** Those of them that the balance is below, as it was last looked at: each was told, or was so when it was set. */
    below: amounts(),
    /** Of which purse that is: another one starts anew. */
    purse: string(),
    url: string(),
    method: string().enum('GET', 'POST'),
    /** Counts the callbacks. */
    outboxCount: number(),
    revision: number(),
  }),
});
export type Alerts = FormattedItem<typeof AlertsEntity>;

/** An account's alerts as they are in the table now; none of any threshold where it has set none. */
export async function loadAlerts(accountSid: string): Promise<Alerts> {
  const { Item } = await AlertsEntity.build(GetItemCommand).key({ accountSid }).options({ consistent: true }).send();
  const nothing = { purse: '', url: '', method: 'POST', outboxCount: 0, revision: 0 } as const;
  return Item ?? { accountSid, kind: 'ALERTS', thresholds: [], below: [], ...nothing };
}

/** Puts changed alerts, on condition that nobody changed them since they were loaded. */
export const putChangedAlerts = (loaded: Alerts, changes: Partial<Alerts>): Write =>
  AlertsEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: loaded.revision === 0 ? { attr: 'revision', exists: false } : unrevised(loaded) });

/** Stored amounts as money. */
export const nanosOf = (stored: Alerts['thresholds']): Nano[] => stored.map((amount) => nano(BigInt(amount)));

/** Which thresholds a balance is below, the highest first, and which of them it was not below before. Pure. */
export function crossingsOf(
  { thresholds, below, purse: before }: Pick<Alerts, 'thresholds' | 'below' | 'purse'>,
  purse: string,
  balance: Nano,
): { readonly below: Nano[]; readonly crossed: Nano[]; readonly isNews: boolean } {
  const known = before === purse ? nanosOf(below) : [];
  const now = nanosOf(thresholds).filter((threshold) => balance < threshold);
  const crossed = now.filter((threshold) => !known.includes(threshold));
  return { below: now, crossed, isNews: crossed.length > 0 || known.length !== now.length };
}
