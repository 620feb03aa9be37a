import { Entity } from 'dynamodb-toolbox/entity';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { loadAccount } from '../access/account-access.ts';
import { remembered } from '../access/remembered.ts';
import { type Day, gmtDay } from '../period/day.ts';
import type { Account } from '../store/account.ts';
import { table } from '../store/table.ts';

/** That a sub-account used something in a month (GMT): whose rollups a parent's sums need, and whose they do not. */
const ActiveSubAccountEntity = new Entity({
  name: 'active-sub-account',
  table,
  timestamps: false,
  schema: item({
    parentSid: string().key().savedAs('PK').transform(prefix('SUB')),
    /** `<yyyymm>#<sub-account>` */
    key: string().key().savedAs('SK'),
    currency: string(),
  }),
});

const parentKeptForMilliseconds = 60 * 60 * 1_000;
const notedMax = 10_000;
const noted = new Set<string>();

// Whose sub-account an account is, and in what it pays, never changes.
const familyOf = remembered(
  async (accountSid) => {
    const account = await loadAccount(accountSid);
    const parent = account?.parentSid === undefined ? undefined : await loadAccount(account.parentSid);
    const tenant = parent?.role === 'tenant' ? parent : undefined;
    return account && { currency: account.currency, parentSid: tenant?.sid, parentsCurrency: tenant?.currency };
  },
  { forMilliseconds: parentKeptForMilliseconds },
);

/** The tenant whose sub-account an account is; undefined for a tenant itself: the operator adds up nobody's usage. */
export const parentOf = async (accountSid: string): Promise<string | undefined> =>
  (await familyOf(accountSid))?.parentSid;

/** The same where it pays in its parent's currency, so that its parent may pay for it. */
export async function payingParentOf(accountSid: string): Promise<string | undefined> {
  const family = await familyOf(accountSid);
  return family?.currency === family?.parentsCurrency ? family?.parentSid : undefined;
}

type Use = { readonly accountSid: string; readonly finalizedAt: number };

/**
 * Notes which sub-accounts use something, before their ledger lines are written: so that whoever finds a line's rollup in
 * a sum has found its account here. A warm function writes each once a month.
 */
export async function noteActiveSubAccounts(uses: readonly Use[]): Promise<void> {
  const months = new Map(uses.map((use) => [`${use.accountSid} ${monthOf(gmtDay(use.finalizedAt))}`, use]));
  for (const [name, use] of months) {
    if (noted.has(name)) continue;
    const { parentSid, currency } = (await familyOf(use.accountSid)) ?? {};
    if (parentSid === undefined || currency === undefined) continue;
    const key = `${monthOf(gmtDay(use.finalizedAt))}#${use.accountSid}`;
    await ActiveSubAccountEntity.build(PutItemCommand).item({ parentSid, key, currency }).send();
    if (noted.size >= notedMax) noted.clear();
    noted.add(name);
  }
}

/**
 * The sub-accounts of a tenant that pay in `currency` and used something in the months of the GMT days `from` to `to`, both
 * included.
 */
export async function activeSubAccounts(
  { sid, currency }: Pick<Account, 'sid' | 'currency'>,
  from: Day,
  to: Day,
): Promise<string[]> {
  const { Items = [] } = await table
    .build(QueryCommand)
    .entities(ActiveSubAccountEntity)
    .query({ partition: `SUB#${sid}`, range: { between: [`${monthOf(from)}#`, `${monthOf(to)}#~`] } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  const payingAlike = Items.filter((active) => active.currency === currency);
  return [...new Set(payingAlike.map(({ key }) => key.slice(key.indexOf('#') + 1)))];
}

const monthOf = (day: Day): string => day.slice(0, 6);
