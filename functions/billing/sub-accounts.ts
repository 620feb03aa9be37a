import type { Period } from '../../lib/period/period.ts';
import { type Account, accountOf } from '../../lib/store/account.ts';
import { loadBillingDetails } from '../../lib/store/billing-details.ts';
import { listPage } from '../../lib/store/list.ts';
import { isRolledUp } from './billing-details.ts';

const pageSize = 100;

/** An account's sub-accounts, oldest first. */
export async function subAccountsOf(parent: Account): Promise<Account[]> {
  const found: Account[] = [];
  let after: string | undefined;
  do {
    const page = await listPage({ index: 'list', partition: `${parent.sid}#account`, after }, pageSize);
    found.push(...page.items.map(accountOf));
    after = page.next;
  } while (after !== undefined);
  return found.toReversed();
}

/** The sub-accounts whose usage of a period stands on the parent's statement (billing.md, rule 14). */
export async function rolledUpInto(parent: Account, period: Period): Promise<Account[]> {
  const all = await subAccountsOf(parent);
  const details = await Promise.all(all.map(({ sid }) => loadBillingDetails(sid)));
  return all.filter((_, index) => {
    const own = details[index];
    return own !== undefined && isRolledUp(own, period);
  });
}

/** Whether an account's own usage of a period stands on its parent's statement, so that it has none itself. */
export const standsOnParents = async (account: Account, period: Period): Promise<boolean> =>
  account.parentSid !== undefined && isRolledUp(await loadBillingDetails(account.sid), period);
