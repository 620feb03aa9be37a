import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { lineWithId } from '../../../lib/metering/correction-lines.ts';
import { formatNano, type Nano, subtract } from '../../../lib/money/nano.ts';
import { daysOf, type Period } from '../../../lib/period/period.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import type { ChangedLine } from '../../../lib/statement/credit-note/credit-note.ts';
import { changedLine } from '../../../lib/statement/credit-note/rerated.ts';

/** Finds the ledger lines of which something is to be given back, on whichever account of the statement they stand. */
export async function creditedLines(
  asked: readonly { readonly Id: string; readonly Amount?: Nano | undefined }[],
  period: Period,
  accounts: readonly string[],
): Promise<ChangedLine[] | Refusal> {
  const found: ChangedLine[] = [];
  for (const [index, { Id, Amount }] of asked.entries()) {
    const line = await lineOn(accounts, period, Id);
    if (line === undefined) return refuse(20001, `Lines.${index}.Id: no line ${Id} is on the statement of ${period}`);
    if (found.some(({ id }) => id === Id)) return refuse(20001, `Lines.${index}.Id: ${Id} is named twice`);
    const amount = Amount ?? line.amount;
    if (amount <= 0n || amount > line.amount)
      return refuse(
        20001,
        `Lines.${index}.Amount: ${Id} cost ${formatNano(line.amount)}, and so much can be given back`,
      );
    found.push(changedLine(line, line.amount, subtract(line.amount, amount)));
  }
  return found;
}

async function lineOn(accounts: readonly string[], period: Period, id: string): Promise<LedgerLine | undefined> {
  for (const account of accounts) {
    const line = await lineWithId(account, id, daysOf(period));
    if (line !== undefined) return line;
  }
  return undefined;
}
