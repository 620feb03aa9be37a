import { loadAccount } from '../../lib/access/account-access.ts';
import { operatorOf } from '../../lib/access/operator-of.ts';
import { type Currency, isCurrency } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import { type Period, periodOfDay, period as spanOfPeriod } from '../../lib/period/period.ts';
import { correctionsMeter } from '../../lib/rating/ledger-line.ts';
import type { StatementInput } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { loadBillingDetails } from '../../lib/store/billing-details.ts';
import { meters } from '../registry.ts';
import { partyAt, taxesAt } from './billing-details.ts';
import { finalDayOf } from './closing.ts';
import { gatherUsage } from './gather-usage.ts';
import { statementsOf } from './statement-item.ts';
import { rolledUpInto } from './sub-accounts.ts';

const units = {
  ...Object.fromEntries(meters.map(({ name, unit }) => [name, unit])),
  [correctionsMeter]: 'correction',
};

/** Everything that an account's statement of a period is made of, read from the table; `known` sub-accounts stand on it, too. */
export async function gatherStatement(
  account: Account,
  period: Period,
  known?: readonly Account[],
): Promise<StatementInput> {
  const [operator, subAccounts, details, [previous]] = await Promise.all([
    operatorOf(account, loadAccount),
    known ?? rolledUpInto(account, period),
    loadBillingDetails(account.sid),
    statementsOf(account.sid, { before: period, limit: 1 }),
  ]);
  const finalDay = finalDayOf(account);
  const instant = endOf(account, period);
  const [own, ...others] = await Promise.all([account, ...subAccounts].map((each) => gatherUsage(each, period)));
  if (own === undefined) throw new Error(`${account.sid} has no usage to gather.`);
  return {
    operator: partyAt(operator, await loadBillingDetails(operator.sid), instant),
    account: {
      sid: account.sid,
      ...partyAt(account, details, instant),
      zone: account.zone,
      currency: currencyOf(account),
    },
    ...own,
    subAccounts: subAccounts.flatMap(({ sid, friendlyName }, index) => {
      const usage = others[index];
      return usage === undefined ? [] : [{ sid, name: friendlyName, ...usage }];
    }),
    period,
    sequence: 1,
    finalDay: finalDay !== undefined && periodOfDay(finalDay) === period ? finalDay : undefined,
    taxes: taxesAt(details, instant),
    previous: previous && {
      number: previous.number,
      sha256: previous.sha256,
      carriedOut: nano(BigInt(previous.carriedOut)),
    },
    units,
  };
}

/** The instant by which names and taxes are chosen: the end of what is billed. */
const endOf = ({ zone, closedAt }: Account, period: Period): number =>
  Math.min(spanOfPeriod(period, zone).endsAt, closedAt ?? Number.POSITIVE_INFINITY);

export function currencyOf({ sid, currency }: Pick<Account, 'sid' | 'currency'>): Currency {
  if (!isCurrency(currency)) throw new Error(`${sid} has a currency without minor unit: ${currency}`);
  return currency;
}
