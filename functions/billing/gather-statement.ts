import { loadAccount } from '../../lib/access/account-access.ts';
import { operatorOf } from '../../lib/access/operator-of.ts';
import { type Currency, isCurrency } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import { type Period, periodOfDay, period as spanOfPeriod } from '../../lib/period/period.ts';
import { correctionsMeter } from '../../lib/rating/ledger-line.ts';
import type { AccountTerms, StatementInput } from '../../lib/statement/statement.ts';
import { type StatementSums, sumsOf } from '../../lib/statement/statement-sums.ts';
import type { Account } from '../../lib/store/account.ts';
import { loadBillingDetails } from '../../lib/store/billing-details.ts';
import { meters } from '../registry.ts';
import { partyAt, taxesAt } from './billing-details.ts';
import { finalDayOf } from './closing.ts';
import { type GatheredTerms, gatherTerms, gatherUsage } from './gather-usage.ts';
import { statementsOf } from './statement-item.ts';
import { rolledUpInto } from './sub-accounts.ts';

/** Units of the meters, for people. */
export const units: Readonly<Record<string, string>> = {
  ...Object.fromEntries(meters.map(({ name, unit }) => [name, unit])),
  [correctionsMeter]: 'correction',
};

/** Everything that an account's statement of a period is made of but lines: what is left to be done is to sum them up. */
export type GatheredStatement = {
  readonly account: Account;
  readonly period: Period;
  /** The account's own and, after it, its sub-accounts'. */
  readonly usage: readonly GatheredTerms[];
  /** The statement's input once the lines are summed up. */
  readonly inputWith: (sums: StatementSums) => StatementInput<AccountTerms>;
};

/** Reads from the table of what an account's statement of a period is made; `known` sub-accounts stand on it, too. */
export async function gatherStatement(
  account: Account,
  period: Period,
  known?: readonly Account[],
): Promise<GatheredStatement> {
  const subAccounts = known ?? (await rolledUpInto(account, period));
  const head = await headOf(account, period);
  const [own, ...others] = await Promise.all([account, ...subAccounts].map((each) => gatherTerms(each, period)));
  if (own === undefined) throw new Error(`${account.sid} has no usage to gather.`);
  const termsOf = ({ days: { sid }, seals, plansWith }: GatheredTerms, sums: StatementSums): AccountTerms => ({
    seals,
    plansInForce: plansWith(sumsOf(sums, sid).segments),
  });
  const inputWith = (sums: StatementSums) => ({
    ...head,
    ...termsOf(own, sums),
    subAccounts: others.map((usage, index) => ({
      sid: usage.days.sid,
      name: subAccounts[index]?.friendlyName ?? '',
      ...termsOf(usage, sums),
    })),
  });
  return { account, period, usage: [own, ...others], inputWith };
}

/** The same with all lines, for what needs them together. */
export async function gatherWithLines(account: Account, period: Period): Promise<StatementInput> {
  const subAccounts = await rolledUpInto(account, period);
  const head = await headOf(account, period);
  const own = await gatherUsage(account, period);
  const others = await Promise.all(
    subAccounts.map(async (each) => ({
      sid: each.sid,
      name: each.friendlyName,
      ...(await gatherUsage(each, period)),
    })),
  );
  return { ...head, ...own, subAccounts: others };
}

async function headOf(account: Account, period: Period) {
  const [operator, details, [previous]] = await Promise.all([
    operatorOf(account, loadAccount),
    loadBillingDetails(account.sid),
    statementsOf(account.sid, { before: period, limit: 1 }),
  ]);
  const finalDay = finalDayOf(account);
  const instant = endOf(account, period);
  return {
    operator: partyAt(operator, await loadBillingDetails(operator.sid), instant),
    account: {
      sid: account.sid,
      ...partyAt(account, details, instant),
      zone: account.zone,
      currency: currencyOf(account),
    },
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
