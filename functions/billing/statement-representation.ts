import * as z from 'zod/mini';
import { amount, currencyCode, named, nextPageUri } from '../../lib/http/schema.ts';
import { type Currency, formatAmount, isCurrency } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import { sha256 } from './statement-answer.ts';
import { statementForms } from './statement-bytes.ts';
import type { StatementItem } from './statement-item.ts';

const StatementEntry = named(
  'StatementEntry',
  z.object({
    Number: z.string(),
    Period: z.string().check(z.regex(/^\d{4}-\d{2}$/)),
    Currency: currencyCode(),
    Total: amount(),
    CarriedIn: amount(),
    Net: amount(),
    Payable: amount(),
    CarriedOut: amount(),
    UnratedLines: z.int(),
    Sha256: sha256(),
    PreviousSha256: z.nullable(sha256()),
    Uris: z.record(z.string(), z.string()).check(z.meta({ description: 'Where its forms are, by their endings' })),
  }),
);

export const StatementList = z.object({ Statements: z.array(StatementEntry), NextPageUri: nextPageUri() });

/** A statement in the list: its totals, hash, and where its forms are. */
export function statementRepresentation(item: StatementItem): z.input<typeof StatementEntry> {
  const currency: Currency = isCurrency(item.currency) ? item.currency : 'USD';
  const money = (amount: number | bigint) => formatAmount(nano(BigInt(amount)), currency);
  const path = `/v1/Accounts/${item.accountSid}/Statements/${item.period}`;
  return {
    Number: item.number,
    Period: item.period,
    Currency: item.currency,
    Total: money(item.total),
    CarriedIn: money(item.carriedIn),
    Net: money(item.net),
    Payable: money(item.payable),
    CarriedOut: money(item.carriedOut),
    UnratedLines: item.unrated,
    Sha256: item.sha256,
    PreviousSha256: item.prevSha256 ?? null,
    Uris: Object.fromEntries(Object.keys(statementForms).map((form) => [form, `${path}.${form}`])),
  };
}
