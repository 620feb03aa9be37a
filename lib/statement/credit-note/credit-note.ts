import type { Currency } from '../../money/currency.ts';
import { type Nano, zero } from '../../money/nano.ts';
import type { Day } from '../../period/day.ts';
import { rounded } from '../rounded.ts';
import type { Party, Statement, StatementAdjustment, Tax } from '../statement.ts';

/** A ledger line of which something is given back: what it cost on the statement, and what it is to cost. */
export interface ChangedLine {
  readonly accountSid: string;
  readonly id: string;
  readonly day: Day;
  readonly microService: string;
  readonly meter: string;
  readonly prefix: string | undefined;
  /** The plan, its named tier, and the profile that price it now; undefined on credits by hand of what had none. */
  readonly plan: string | undefined;
  readonly version: number | undefined;
  readonly tier: string | undefined;
  readonly profile: string | undefined;
  readonly was: Nano;
  readonly now: Nano;
}

/** An adjustment of the statement that other prices change: what it came to, and what it comes to. */
export interface ChangedAdjustment
  extends Pick<StatementAdjustment, 'accountSid' | 'kind' | 'meter' | 'plan' | 'version' | 'tier'> {
  readonly was: Nano;
  readonly now: Nano;
}

/** By which prices a period was rated again: those in force at `pricesAsOf`, for uses that began at `since` or later. */
export interface Repricing {
  readonly pricesAsOf: number;
  readonly since: number | undefined;
}

/** What is given back, and why. */
export interface Credit {
  readonly reason: string;
  /** Undefined when the operator named the amount. */
  readonly repricing: Repricing | undefined;
  readonly lines: readonly ChangedLine[];
  readonly adjustments: readonly ChangedAdjustment[];
  /** What earlier re-ratings of the period have added (positive) or given back (negative) already. */
  readonly earlier: Nano;
  /** Exact, positive; of a re-rating: what it makes less, `earlier` taken into account. */
  readonly total: Nano;
}

/** All that a credit note is made of. */
export interface CreditNoteInput extends Credit {
  readonly statement: Statement;
  /** Of the statement's bytes. */
  readonly statementSha256: string;
  /** Counts the statement's credit notes from 1. */
  readonly sequence: number;
  /** The note before it on the same statement. */
  readonly previous: { readonly number: string; readonly sha256: string } | undefined;
  readonly issuedOn: Day;
  /** The money goes back to the balance from which the account pays in advance, untaxed as it came. */
  readonly toBalance: boolean;
}

/** What is given back of a statement: a document of its own, chained to the statement and to the note before (decision 047). */
export interface CreditNote extends Credit {
  /** `<statement's number>-CN<n>` */
  readonly number: string;
  readonly issuedOn: Day;
  readonly operator: Party;
  readonly account: Party & { readonly sid: string };
  readonly currency: Currency;
  readonly statement: Pick<Statement, 'number' | 'period' | 'payable'> & { readonly sha256: string };
  /** The part of `total` that is in the account's balance now. */
  readonly returned: Nano;
  /** The rest, rounded once to the currency's minor unit. */
  readonly net: Nano;
  /** What the rounding left to be given back: on the next statement. */
  readonly carriedOut: Nano;
  /** The statement's, each on `net`, rounded once. */
  readonly taxes: readonly (Tax & { readonly amount: Nano })[];
  readonly payable: Nano;
  readonly previousNumber: string | undefined;
  /** Of the note before it; of the statement where this is the first. */
  readonly prevSha256: string;
}

/** A credit note: pure. Throws on what is no credit. */
export function makeCreditNote(input: CreditNoteInput): CreditNote {
  const { statement, statementSha256, sequence, previous, issuedOn, toBalance, ...credit } = input;
  if (credit.total <= 0n) throw new RangeError(`A credit of ${credit.total} nano-units`);
  const { number, operator, account, currency, period, payable } = statement;
  const returned = toBalance ? credit.total : zero;
  return {
    ...credit,
    number: creditNoteNumber(number, sequence),
    issuedOn,
    operator,
    account,
    currency,
    statement: { number, period, payable, sha256: statementSha256 },
    returned,
    ...rounded(toBalance ? zero : credit.total, statement.taxes, currency),
    previousNumber: previous?.number,
    prevSha256: previous?.sha256 ?? statementSha256,
  };
}

export const creditNoteNumber = (statement: string, sequence: number): string => `${statement}-CN${sequence}`;
