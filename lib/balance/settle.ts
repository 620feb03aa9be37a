import { add, nano, zero } from '../money/nano.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { Write } from '../store/commit.ts';
import { type Moved, moveInPurse, nameOf, type Purse } from './balance.ts';
import { deleteHold, type Hold, holdName, holdsOf } from './hold.ts';
import { hadModes, purseOf } from './purse.ts';

/** From which purse a line is paid, and what was kept back for it, perhaps from another one. */
type Payment = { readonly purse: Purse | undefined; readonly hold: Hold | undefined };

/** How lines are paid; those that only a statement asks for may be missing. */
export type Payments = ReadonlyMap<LedgerLine, Payment>;

/** Finds out for ledger lines from which purses they are paid. Reads holds where an account has, or had, a mode. */
export async function paymentsFor(lines: readonly LedgerLine[], now: number): Promise<Payments> {
  const concerned: LedgerLine[] = [];
  for (const line of lines) if (await hadModes(line, now)) concerned.push(line);
  const holds = await holdsOf(concerned);
  const payments = new Map<LedgerLine, Payment>();
  for (const line of concerned)
    payments.set(line, { purse: await purseOf(line, now), hold: holds.get(holdName(line)) });
  return payments;
}

/**
 * The writes by which lines are paid and their holds end, one a purse however many lines: they belong to the lines' own
 * transaction. A hold is taken away by its line alone, so that it is there whenever the line is not.
 */
export function settle(lines: readonly LedgerLine[], payments: Payments): Write[] {
  const sums = new Map<string, { readonly purse: Pick<Purse, 'accountSid' | 'purse'>; moved: Moved }>();
  const move = (purse: Pick<Purse, 'accountSid' | 'purse'>, moved: Moved) => {
    const before = sums.get(nameOf(purse))?.moved ?? { left: zero, held: zero, spent: zero };
    sums.set(nameOf(purse), { purse, moved: together(before, moved) });
  };
  const ended: Write[] = [];
  for (const line of lines) {
    const { purse, hold } = payments.get(line) ?? {};
    if (purse !== undefined) move(purse, { left: nano(-line.amount), held: zero, spent: line.amount });
    if (hold === undefined) continue;
    move(hold.of, { left: hold.amount, held: nano(-hold.amount), spent: zero });
    ended.push(deleteHold(hold));
  }
  return [...ended, ...[...sums.values()].map(({ purse, moved }) => moveInPurse(purse, moved))];
}

const together = (one: Moved, other: Moved): Moved => ({
  left: add(one.left, other.left),
  held: add(one.held, other.held),
  spent: add(one.spent, other.spent),
});
