import { add, type Nano, subtract, sum } from '../../money/nano.ts';
import type { Statement } from '../statement.ts';
import type { CreditNote } from './credit-note.ts';

type Note = Pick<CreditNote, 'total' | 'returned' | 'payable'>;

/** What of a statement may still be given back by hand. */
export interface Creditable {
  /** Before taxes, exact: the statement's net and what a balance has paid in advance, less the notes there are. */
  readonly total: Nano;
  /** With taxes: what is payable and what was paid in advance, less what the notes there are have paid or returned. */
  readonly payable: Nano;
}

/** Nobody gets back more than was asked for; negative where re-ratings gave back what was given back by hand before. */
export function creditable({ net, payable, adjustments }: Statement, notes: readonly Note[]): Creditable {
  const inAdvance = adjustments.filter(({ kind }) => kind === 'paid-in-advance');
  const paid = sum(inAdvance.map(({ amount }) => amount));
  return {
    total: subtract(subtract(net, paid), sum(notes.map(({ total }) => total))),
    payable: subtract(subtract(payable, paid), sum(notes.map((note) => add(note.payable, note.returned)))),
  };
}
