import * as z from 'zod/mini';
import { operatorRoute, tenantRoute } from '../../../lib/http/api.ts';
import { AddCreditNote, addCreditNote } from './add-credit-note.ts';
import { CreditNoteAnswer } from './credit-note-answer.ts';
import { CreditNoteEntry, CreditNoteList } from './credit-note-representation.ts';
import { FetchCreditNote, fetchCreditNote } from './fetch-credit-note.ts';
import { ListCreditNotes, listCreditNotes } from './list-credit-notes.ts';

const creditNotes = '/v1/Accounts/{AccountSid}/CreditNotes';

/** What of closed statements was given back (docs/billing.md). */
export const creditNoteRoutes = [
  tenantRoute('GET', creditNotes, ListCreditNotes, listCreditNotes, {
    summary: 'List the credit notes, those of the latest period first',
    answer: CreditNoteList,
  }),
  operatorRoute('POST', creditNotes, AddCreditNote, addCreditNote, {
    summary: 'Give back something of a closed statement by a credit note',
    description:
      'An amount before taxes, or ledger lines; never more than the statement asked for, less its earlier notes. The statement stays as it is. Taxes are at its rates. Money of an account that pays in advance goes back to its balance. Under an Idempotency-Key the note is made once.',
    answer: CreditNoteEntry,
    status: 201,
    example: { Period: '2026-11', Amount: '1.50', Reason: 'Calls were cut off on 3 November' },
  }),
  tenantRoute('GET', `${creditNotes}/{CreditNoteName}`, FetchCreditNote, fetchCreditNote, {
    summary: 'Fetch a credit note in one of its forms, as it was written when it was made',
    answer: {
      'application/json': CreditNoteAnswer,
      'text/csv': z.string(),
      'text/html': z.string(),
      'application/pdf': z.string(),
    },
    redirects: true,
  }),
];
