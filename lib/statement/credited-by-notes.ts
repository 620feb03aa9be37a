import { correctionsMeter } from '../rating/ledger-line.ts';
import type { AccountSums } from './account-sums.ts';
import type { StatementAdjustment } from './statement.ts';

/**
 * What credit notes have given back by themselves of an account's corrections, positive: the ledger has a note's whole
 * amount, a statement only what the note's rounding left (docs/decisions/047).
 */
export function creditedByNotes({ sid, credited }: AccountSums): StatementAdjustment[] {
  if (credited === 0n) return [];
  const kind = 'credit-note';
  return [{ kind, meter: undefined, units: 0n, accountSid: sid, plan: correctionsMeter, version: 0, amount: credited }];
}
