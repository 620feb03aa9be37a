import { type Currency, formatAmount, isCurrency } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import { statementForms } from './statement-bytes.ts';
import type { StatementItem } from './statement-item.ts';

/** A statement in the list: its totals, hash, and where its forms are. */
export function statementRepresentation(item: StatementItem) {
  const currency: Currency = isCurrency(item.currency) ? item.currency : 'USD';
  const money = (amount: number | bigint) => formatAmount(nano(BigInt(amount)), currency);
  const path = `/v1/Accounts/${item.accountSid}/Statements/${item.period}`;
  return {
    Number: item.number,
    Period: item.period,
    Currency: item.currency,
    Total: money(item.total),
    CarriedIn: money(item.carriedIn),
    Payable: money(item.payable),
    CarriedOut: money(item.carriedOut),
    UnratedLines: item.unrated,
    Sha256: item.sha256,
    PreviousSha256: item.prevSha256 ?? null,
    Uris: Object.fromEntries(Object.keys(statementForms).map((form) => [form, `${path}.${form}`])),
  };
}
