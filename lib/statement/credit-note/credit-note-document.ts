import { formatAmount } from '../../money/currency.ts';
import { formatNano, type Nano, subtract } from '../../money/nano.ts';
import { dashedDay } from '../../period/day.ts';
import { canonicalJson, type Document } from '../canonical.ts';
import { partyDocument } from '../statement-document.ts';
import type { CreditNote } from './credit-note.ts';

/** A credit note's JSON: canonical, hence hashable; amounts are decimal text, what is given back is positive. */
export const renderCreditNoteJson = (note: CreditNote): string => canonicalJson(creditNoteDocument(note));

function creditNoteDocument(note: CreditNote): { readonly [name: string]: Document } {
  const money = (amount: Nano) => formatAmount(amount, note.currency);
  const { account, statement, repricing } = note;
  const changed = ({ was, now }: { readonly was: Nano; readonly now: Nano }) => ({
    Was: money(was),
    Now: money(now),
    Credit: money(subtract(was, now)),
  });
  return {
    Number: note.number,
    IssuedOn: dashedDay(note.issuedOn),
    Operator: partyDocument(note.operator),
    Account: { Sid: account.sid, ...partyDocument(account) },
    Currency: note.currency,
    Statement: {
      Number: statement.number,
      Sha256: statement.sha256,
      Period: {
        Name: statement.period.name,
        Zone: statement.period.zone,
        StartsAt: iso(statement.period.startsAt),
        EndsAt: iso(statement.period.endsAt),
      },
      Payable: money(statement.payable),
    },
    Reason: note.reason,
    Repricing:
      repricing === undefined
        ? null
        : {
            PricesAsOf: iso(repricing.pricesAsOf),
            Since: repricing.since === undefined ? null : iso(repricing.since),
          },
    Lines: note.lines.map((line) => ({
      AccountSid: line.accountSid,
      Id: line.id,
      Day: dashedDay(line.day),
      MicroService: line.microService,
      Meter: line.meter,
      Prefix: line.prefix ?? null,
      Plan: line.plan ?? null,
      Version: line.version ?? null,
      ...(line.tier !== undefined && { Tier: line.tier }),
      Profile: line.profile ?? null,
      ...changed(line),
    })),
    Adjustments: note.adjustments.map((each) => ({
      AccountSid: each.accountSid ?? null,
      Kind: each.kind,
      Meter: each.meter ?? null,
      Plan: each.plan,
      Version: each.version,
      ...(each.tier !== undefined && { Tier: each.tier }),
      ...changed(each),
    })),
    EarlierReratings: money(note.earlier),
    Total: money(note.total),
    ReturnedToBalance: money(note.returned),
    Net: money(note.net),
    CarriedOut: money(note.carriedOut),
    Taxes: note.taxes.map(({ name, rate, amount }) => ({ Name: name, Rate: formatNano(rate), Amount: money(amount) })),
    Payable: money(note.payable),
    PreviousNumber: note.previousNumber ?? null,
    PreviousSha256: note.prevSha256,
  };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();
