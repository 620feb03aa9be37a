import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadBillingDue } from '../../lib/metering/billing-due.ts';
import { sealsOf } from '../../lib/metering/seal.ts';
import { billingDay, type Day } from '../../lib/period/day.ts';
import { daysOf, nextPeriod, type Period, periodOfDay } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { finalDayOf } from './closing.ts';
import { verifyCreditNotes } from './credit-note/verify-credit-notes.ts';
import type { Finding, Verified } from './finding.ts';
import { standsOnParents } from './sub-accounts.ts';
import { type VerifiedDay, verifyDay } from './verify-day.ts';
import { verifyStatement } from './verify-statement.ts';

/** So many days are read side by side. */
const daysAtOnce = 5;

/**
 * Recomputes an account's periods from what is stored: each ledger line and seal, each day's hash, each statement's bytes,
 * chain and sums, each credit note (billing.md, rule 9). What was changed is named, item by item. Reads only, and of sealed
 * days at most `linesMax` ledger lines: what has more is refused (20001) before they are read.
 */
export async function verifyAccount(
  account: Account,
  only: Period | undefined,
  linesMax = Number.POSITIVE_INFINITY,
): Promise<Verified | Refusal> {
  const due = await loadBillingDue(account.sid);
  const first = billingDay(account.createdAt, account.zone);
  const next = due?.day ?? first;
  const openPeriod = periodOfDay(next);
  const periods = only === undefined ? periodsFrom(periodOfDay(first), openPeriod) : [only];
  const sealed = await sealedLines(account.sid, periods, linesMax);
  if (sealed > linesMax)
    return refuse(
      20001,
      `Period: ${sealed} ledger lines are more than ${linesMax}, which is what one request may read`,
    );
  const isOver = (day: Day) => day >= first && day < next && day <= (finalDayOf(account) ?? day);
  const changed: Finding[] = [];
  const counts = { statements: 0, creditNotes: 0, seals: 0, lines: 0 };
  const named: string[] = [];
  for (const period of periods) {
    const days: VerifiedDay[] = [];
    for (let first = 0; first < daysOf(period).length; first += daysAtOnce)
      days.push(
        ...(await Promise.all(
          daysOf(period)
            .slice(first, first + daysAtOnce)
            .map((day) => verifyDay(account, day, isOver(day))),
        )),
      );
    const inDays = days.flatMap((day) => day.changed);
    const statement = await verifyStatement(account, period, days, inDays.length === 0);
    changed.push(...inDays, ...statement.changed);
    const isClosed = days.some(({ day }) => isOver(day)) && period < openPeriod;
    if (isClosed && !statement.found && !(await standsOnParents(account, period)))
      changed.push({ kind: 'statement', item: `STA#${account.sid} / ${period}`, problem: 'is missing' });
    named.push(...days.flatMap(({ creditNotes }) => creditNotes));
    counts.seals += days.filter(({ seal }) => seal !== undefined).length;
    counts.lines += days.reduce((sum, { lines }) => sum + lines, 0);
    counts.statements += statement.found ? 1 : 0;
  }
  for (const period of periods) {
    const own = named.filter((number) => number.startsWith(`${account.sid}-${period}-`));
    const notes = await verifyCreditNotes(account, period, own);
    changed.push(...notes.changed);
    counts.creditNotes += notes.found;
  }
  return { periods, openPeriod, ...counts, changed };
}

/** How many ledger lines the seals of some periods count; it stops where there are more than `enough`. */
async function sealedLines(accountSid: string, periods: readonly Period[], enough: number): Promise<number> {
  let count = 0;
  for (const period of periods) {
    if (count > enough) return count;
    for (const { lines } of await sealsOf(accountSid, period)) count += lines;
  }
  return count;
}

function periodsFrom(first: Period, last: Period): Period[] {
  const periods: Period[] = [];
  for (let period = first; period <= last; period = nextPeriod(period)) periods.push(period);
  return periods;
}
