import { log } from '../http/log.ts';
import { add, type Nano, zero } from '../money/nano.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { Write } from '../store/commit.ts';
import { balancesOf, nameOf, type Purse, spend } from './balance.ts';
import { purseOf } from './purse.ts';

/** Which purse pays for which line; lines for which a statement asks are not in it. */
export type Payments = ReadonlyMap<LedgerLine, Purse>;

/** Finds out for ledger lines from which purses they are paid. */
export async function paymentsFor(lines: readonly LedgerLine[], now: number): Promise<Payments> {
  const payments = new Map<LedgerLine, Purse>();
  for (const line of lines) {
    const purse = await purseOf(line, now);
    if (purse !== undefined) payments.set(line, purse);
  }
  return payments;
}

/** The updates by which lines are paid, one a purse however many lines: they belong to the lines' own transaction. */
export function settle(lines: readonly LedgerLine[], payments: Payments): Write[] {
  const sums = new Map<string, { readonly purse: Purse; amount: Nano }>();
  for (const line of lines) {
    const purse = payments.get(line);
    if (purse === undefined) continue;
    const sum = sums.get(nameOf(purse)) ?? { purse, amount: zero };
    sum.amount = add(sum.amount, line.amount);
    sums.set(nameOf(purse), sum);
  }
  return [...sums.values()].map(({ purse, amount }) => spend(purse, amount));
}

/** What the alarm of functions/usage/functions.yml counts: its filter reads this very message. */
export const shortfallMessage = 'More was used than there was money for';

/** After lines were written: says so of every purse of theirs that holds less than it may. Its balance is the record. */
export async function reportShortfalls(payments: Payments): Promise<void> {
  const purses = [...new Map([...payments.values()].map((purse) => [nameOf(purse), purse])).values()];
  const balances = await balancesOf(purses);
  for (const [index, { accountSid, purse, floor }] of purses.entries()) {
    const left = balances[index]?.left ?? zero;
    if (left < floor) log.error(shortfallMessage, { accountSid, purse, nanoUnits: String(floor - left) });
  }
}
