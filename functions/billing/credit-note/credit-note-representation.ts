import * as z from 'zod/mini';
import { amount, currencyCode, instant, named, nextPageUri, sidOf } from '../../../lib/http/schema.ts';
import { type Currency, formatAmount, isCurrency } from '../../../lib/money/currency.ts';
import type { Nano } from '../../../lib/money/nano.ts';
import { dashedDay } from '../../../lib/period/day.ts';
import { sha256 } from '../statement-answer.ts';
import { statementForms } from '../statement-bytes.ts';
import type { CreditNoteItem } from './credit-note-item.ts';
import { nameOfCreditNote } from './credit-note-name.ts';

export const CreditNoteEntry = named(
  'CreditNoteEntry',
  z.object({
    Sid: sidOf('CR'),
    AccountSid: sidOf('AC'),
    Number: z.string(),
    Statement: z.string(),
    Period: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
    IssuedOn: z.iso.date(),
    Currency: currencyCode(),
    Reason: z.string(),
    Lines: z.int(),
    Total: amount(),
    ReturnedToBalance: amount(),
    Net: amount(),
    Payable: amount(),
    CarriedOut: amount(),
    Sha256: sha256(),
    PreviousSha256: sha256(),
    DateCreated: instant(),
    Uris: z.record(z.string(), z.string()).check(z.meta({ description: 'Where its forms are, by their endings' })),
  }),
);

export const CreditNoteList = z.object({ CreditNotes: z.array(CreditNoteEntry), NextPageUri: nextPageUri() });

/** A credit note in the list: its totals, hash, and where its forms are. */
export function creditNoteRepresentation(item: CreditNoteItem): z.input<typeof CreditNoteEntry> {
  const currency: Currency = isCurrency(item.currency) ? item.currency : 'USD';
  const money = (amount: Nano) => formatAmount(amount, currency);
  const path = `/v1/Accounts/${item.accountSid}/CreditNotes/${nameOfCreditNote(item)}`;
  return {
    Sid: item.sid,
    AccountSid: item.accountSid,
    Number: item.number,
    Statement: item.statement,
    Period: item.period,
    IssuedOn: dashedDay(item.issuedOn),
    Currency: item.currency,
    Reason: item.reason,
    Lines: item.lines,
    Total: money(item.total),
    ReturnedToBalance: money(item.returned),
    Net: money(item.net),
    Payable: money(item.payable),
    CarriedOut: money(item.carriedOut),
    Sha256: item.sha256,
    PreviousSha256: item.prevSha256,
    DateCreated: new Date(item.createdAt).toISOString(),
    Uris: Object.fromEntries(Object.keys(statementForms).map((form) => [form, `${path}.${form}`])),
  };
}
