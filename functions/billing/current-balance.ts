import { balanceOf, type Purse } from '../../lib/balance/balance.ts';
import { purseBy } from '../../lib/balance/purse.ts';
import { loadTerms, modeAt, type PaymentMode, type Terms } from '../../lib/balance/terms.ts';
import { rollupsOf } from '../../lib/metering/rollup.ts';
import { payingParentOf } from '../../lib/metering/sub-account.ts';
import { add, type Nano, negate, subtract, sum, zero } from '../../lib/money/nano.ts';
import { billingDay, type Day } from '../../lib/period/day.ts';
import { type Period, periodOfDay } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';

/** How an account stands with its money: nano-units of its currency. */
export type CurrentBalance = {
  readonly mode: PaymentMode;
  /** Whose balance pays; undefined where a statement asks. */
  readonly paidBy: string | undefined;
  /** What may still be used; what the open period has come to, negative, where a statement asks for it. */
  readonly balance: Nano;
  /** Of it, what is kept back for calls that are going on. */
  readonly held: Nano;
  readonly toppedUp: Nano;
  /** From the top-ups, or in the period. */
  readonly spent: Nano;
  readonly period: Period;
};

/** The terms that were set last, though they may begin in some seconds only. */
export const lastModeOf = ({ modes }: Terms): Terms['modes'][number] | undefined => modes.at(-1);

/** What an account has, on terms as they were loaded. */
export async function currentBalance(account: Account, terms: Terms, now: number): Promise<CurrentBalance> {
  const last = lastModeOf(terms);
  const day = billingDay(now, account.zone);
  const purse = purseBy(terms, { finalizedAt: Math.max(now, last?.from ?? 0), day });
  if (last === undefined || purse === undefined) return byStatement(account, terms, day, now);
  return { ...(await inPurse(purse)), mode: last.mode, paidBy: account.sid, period: periodOfDay(day) };
}

async function inPurse(purse: Purse): Promise<Pick<CurrentBalance, 'balance' | 'held' | 'toppedUp' | 'spent'>> {
  const { left, held, toppedUp, spent } = await balanceOf(purse);
  return { balance: subtract(add(left, held), purse.floor), held, toppedUp, spent };
}

/** A sub-account without a mode of its own does not see what its parent has. */
async function byStatement(account: Account, terms: Terms, day: Day, now: number): Promise<CurrentBalance> {
  const rollups = await rollupsOf(account.sid, 'local', `${day.slice(0, 6)}01`, day);
  const spent = sum(rollups.map(({ amount }) => amount));
  const parent = terms.modes.length > 0 ? undefined : await payingParentOf(account.sid);
  const parentsMode = parent === undefined ? undefined : modeAt(await loadTerms(parent), now);
  const paidBy = parentsMode === undefined || parentsMode === 'postpaid' ? undefined : parent;
  return {
    mode: 'postpaid',
    paidBy,
    balance: negate(spent),
    held: zero,
    toppedUp: zero,
    spent,
    period: periodOfDay(day),
  };
}
