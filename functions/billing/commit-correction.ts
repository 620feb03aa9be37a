import { paymentsFor, settle } from '../../lib/balance/settle.ts';
import { watchBalances } from '../../lib/balance/watch-balances.ts';
import { putLedgerLine } from '../../lib/metering/ledger-line.ts';
import { addToRollups } from '../../lib/metering/rollup.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { putCorrectionMark } from './correction-mark.ts';

/**
 * Writes a correction's line with its mark, rollups and balance, and what belongs to it, in one transaction; lost when its SID
 * made one before, or a condition of what belongs to it fails.
 */
export async function commitCorrection(
  line: LedgerLine,
  now: number,
  also: readonly Write[] = [],
): Promise<'committed' | 'lost'> {
  const payments = await paymentsFor([line], now);
  const mark = putCorrectionMark(line.accountSid, line.resourceSid, line.day);
  const written = await commit([
    ...also,
    mark,
    putLedgerLine(line),
    ...addToRollups([line]),
    ...settle([line], payments),
  ]);
  await watchBalances(payments, now);
  return written;
}
