import { type Rollup, rollupsOf } from '../../lib/metering/rollup.ts';
import { activeSubAccounts } from '../../lib/metering/sub-account.ts';
import type { Account } from '../../lib/store/account.ts';
import type { DaySpan } from './calendar.ts';

type Owner = Pick<Account, 'sid' | 'role' | 'currency'>;

const readersMax = 16;

/**
 * An account's rollups of a span of GMT days, and its sub-accounts' as Usage Records add them up: those that pay in its
 * currency, since other money cannot be added. The operator's tenants are none. One request for each sub-account that
 * used something in these months, 16 at a time; the others cost nothing.
 */
export async function familyRollups(account: Owner, { from, to }: DaySpan): Promise<Rollup[]> {
  const subAccounts = account.role === 'operator' ? [] : await activeSubAccounts(account, from, to);
  const pending = [account.sid, ...subAccounts];
  const found: Rollup[] = [];
  const read = async () => {
    for (let sid = pending.pop(); sid !== undefined; sid = pending.pop())
      found.push(...(await rollupsOf(sid, 'gmt', from, to)));
  };
  await Promise.all(Array.from({ length: readersMax }, read));
  return found;
}
