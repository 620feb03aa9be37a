import { environment } from '../../lib/environment/environment.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { addToStatement, noStatementSums, type StatementSums } from '../../lib/statement/statement-sums.ts';
import type { GatheredStatement } from './gather-statement.ts';
import { slicesOf } from './slices.ts';

/** Where summing up stands: all that ended before `until` is in the sums. */
export type SummedUp = { readonly sums: StatementSums; readonly until: number };

/** How lines are summed up: from where, and what else is made of them. */
export type Summing = {
  /** What was done before. */
  readonly from?: SummedUp | undefined;
  /** What is also done with each slice, once it is in the sums. */
  readonly onSlice?: (lines: readonly LedgerLine[], upTo: SummedUp) => Promise<'on' | 'stop'>;
};

/** How many ledger lines stand in a statement's days. */
export const lineCount = ({ usage }: GatheredStatement): number =>
  usage.flatMap(({ days }) => days.days).reduce((count, { lines }) => count + lines, 0);

/**
 * Sums up the lines of a statement in the order in which they are billed, a slice at a time: however many they are, memory holds
 * some of them (billing.md, rules 5 and 11). Undefined when it was stopped.
 */
export async function sumUpLines(
  { usage }: GatheredStatement,
  { from, onSlice }: Summing = {},
): Promise<StatementSums | undefined> {
  const sums = from?.sums ?? noStatementSums(usage.map(({ days }) => days.sid));
  const termsOf = new Map(usage.map(({ days, terms }) => [days.sid, terms]));
  const slices = slicesOf(
    usage.map(({ days }) => days),
    environment().ledgerLinesAtOnce,
    from?.until,
  );
  for await (const { lines, until } of slices) {
    for (const { days, know } of usage) await know(lines.filter(({ accountSid }) => accountSid === days.sid));
    addToStatement(sums, lines, {
      planOf: (line) => termsOf.get(line.accountSid)?.planOf(line),
      isPaid: (line) => termsOf.get(line.accountSid)?.isPaid(line) === true,
    });
    if ((await onSlice?.(lines, { sums, until })) === 'stop') return undefined;
  }
  return sums;
}
