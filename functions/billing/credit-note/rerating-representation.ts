import * as z from 'zod/mini';
import { amount, named, sidOf } from '../../../lib/http/schema.ts';
import { formatNano, zero } from '../../../lib/money/nano.ts';
import { CorrectionAnswer, correctionRepresentation } from '../correction-representation.ts';
import { CreditNoteEntry, creditNoteRepresentation } from './credit-note-representation.ts';
import type { PeriodRerated } from './rerate-period.ts';

export const PeriodReratingAnswer = named(
  'PeriodRerating',
  z.object({
    AccountSid: sidOf('AC'),
    /** The statement, which stays as it is. */
    Statement: z.string(),
    Outcome: z.enum(['credit-note', 'debit-line', 'nothing']),
    /** What the period costs more, or, negative, less than its statement and earlier re-ratings say. */
    Difference: amount(),
    /** How many ledger lines have another price now than on the statement. */
    Lines: z.int(),
    CreditNote: z.nullable(CreditNoteEntry),
    DebitLine: z.nullable(CorrectionAnswer),
  }),
);

/** What a re-rating of a closed period came to. */
export const periodReratingRepresentation = (
  accountSid: string,
  { statement, rerating, creditNote, debit }: PeriodRerated,
): z.input<typeof PeriodReratingAnswer> => ({
  AccountSid: accountSid,
  Statement: statement,
  Outcome: creditNote !== undefined ? 'credit-note' : debit !== undefined ? 'debit-line' : 'nothing',
  Difference: formatNano(rerating?.difference ?? zero),
  Lines: rerating?.lines ?? 0,
  CreditNote: creditNote === undefined ? null : creditNoteRepresentation(creditNote),
  DebitLine: debit === undefined ? null : correctionRepresentation(debit),
});
