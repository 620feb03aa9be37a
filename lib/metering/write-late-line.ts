import { loadAccount } from '../access/account-access.ts';
import { paymentsFor, settle } from '../balance/settle.ts';
import { watchBalances } from '../balance/watch-balances.ts';
import { countsFor, countUses } from '../limit/count-uses.ts';
import { billingDay } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { commit } from '../store/commit.ts';
import { isInLedger, putLedgerLine } from './ledger-line.ts';
import { putLateLine } from './moved-line.ts';
import { addToRollups } from './rollup.ts';

/**
 * Puts a line that missed its day into the open day, once (billing.md, rule 8): it is billed there, and says where it was
 * due. Its mark beside the seal is its dedupe, since the open day moves on.
 */
export async function writeLateLine(line: LedgerLine, now: number): Promise<void> {
  if (await isInLedger(line)) return; // Delivered again after its day was sealed: nothing can have been added since.
  const account = await loadAccount(line.accountSid);
  if (account === undefined) throw new Error(`Usage of an account that does not exist: ${line.accountSid} ${line.id}`);
  const late: LedgerLine = { ...line, day: billingDay(now, account.zone), lateFor: line.day };
  const [payments, counts] = [await paymentsFor([late], now), await countsFor([late], now)];
  await commit([
    putLateLine(late, line.day),
    putLedgerLine(late),
    ...addToRollups([late]),
    ...settle([late], payments),
    ...countUses([late], counts),
  ]);
  await watchBalances(payments, now);
}
