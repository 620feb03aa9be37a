import { loadAccount } from '../access/account-access.ts';
import { paymentsFor, settle } from '../balance/settle.ts';
import { watchBalances } from '../balance/watch-balances.ts';
import { countsFor, countUses } from '../limit/count-uses.ts';
import { billingDay } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { commit } from '../store/commit.ts';
import { factsOf, reportConflict } from './conflicting-line.ts';
import { lineWithId } from './correction-lines.ts';
import { putLedgerLine } from './ledger-line.ts';
import { lateDayOf, putLateLine } from './moved-line.ts';
import { addToRollups } from './rollup.ts';

const attemptsMax = 5;

/**
 * Puts a line that missed its day into the open day, once (billing.md, rule 8): it is billed there, and says where it was
 * due. Its mark beside the seal is its dedupe, since the open day moves on. A use that comes again is compared with the line
 * that stands, in the open day of then or in its own, and other facts are reported (rule 4).
 */
export async function writeLateLine(line: LedgerLine, now: number): Promise<void> {
  const account = await loadAccount(line.accountSid);
  if (account === undefined) throw new Error(`Usage of an account that does not exist: ${line.accountSid} ${line.id}`);
  const late: LedgerLine = { ...line, day: billingDay(now, account.zone), lateFor: line.day };
  // Delivered again after its day was sealed: nothing can have been added since.
  const before = await lineWithId(line.accountSid, line.id, [line.day]);
  if (before !== undefined) return reportConflict(line, factsOf(before));
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const payments = await paymentsFor([late], now);
    const counts = await countsFor([late], now);
    const result = await commit([
      putLateLine(late, line.day),
      putLedgerLine(late),
      ...addToRollups([late]),
      ...settle([late], payments),
      ...countUses([late], counts),
    ]);
    const standing = result === 'committed' ? late : await lineThatStands(late, line.day);
    if (standing === undefined) continue; // Lost to another change of a hold that is its: look again.
    reportConflict(line, factsOf(standing));
    return watchBalances(payments, now);
  }
  throw new Error(`${line.accountSid} ${line.day}: ${line.id} could not be put into the open day`);
}

/** The line of a late use's id: where its mark says, or of another use in the very day that is open. */
async function lineThatStands(late: LedgerLine, missed: string): Promise<LedgerLine | undefined> {
  const marked = await lateDayOf({ ...late, day: missed });
  return lineWithId(late.accountSid, late.id, [marked ?? late.day]);
}
