import type { Currency } from '../money/currency.ts';
import type { Nano } from '../money/nano.ts';
import type { Day, Span } from '../period/day.ts';
import type { Period } from '../period/period.ts';
import type { Adjustment } from '../rating/adjust.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { Override, RatingPlan } from '../rating/rating-plan.ts';

/** A sealed day: what it holds, and a hash that no later change survives. */
export interface Seal {
  readonly day: Day;
  readonly lines: number;
  readonly unrated: number;
  /** Sum of the day's list prices. */
  readonly amount: Nano;
  /** Of the day's ledger lines in key order. */
  readonly sha256: string;
  /** The version of the time-zone database that cut the day. */
  readonly timeZoneData: string;
}

/** A plan version while it was in force for an account's micro-service (`*`: all without one of their own). */
export interface PlanInForce extends Span {
  readonly microService: string;
  readonly plan: RatingPlan;
}

/** Who sends or receives a statement, as a bill has to name them. */
export interface Party {
  /** The legal name; an account's friendly name until the operator sets one. */
  readonly name: string;
  /** Lines of the postal address; none until the operator sets them. */
  readonly address: readonly string[];
  /** The number under which the tax office knows it: a VAT identification number, an EIN, … */
  readonly taxNumber: string | undefined;
}

/** A tax that is in force when the period ends. `rate` is in per cent, exact: 8.875 is 8.875 %. */
export interface Tax {
  readonly name: string;
  readonly rate: Nano;
}

/** By which plans an account used what it used in a period, and what of it is sealed. */
export interface AccountTerms {
  readonly plansInForce: readonly PlanInForce[];
  readonly seals: readonly Seal[];
}

/** The same with the lines. */
export interface AccountUsage extends AccountTerms {
  /** Every ledger line of the period, in any order. */
  readonly lines: readonly LedgerLine[];
  /** The ids of lines that a balance paid in advance; absent: none. */
  readonly paid?: ReadonlySet<string> | undefined;
}

/** All that a statement is made of (billing.md, rule 9), with the lines of `Usage`, or with none where their sums stand beside it. */
export type StatementInput<Usage extends AccountTerms = AccountUsage> = StatementHead & {
  /** Sub-accounts whose usage stands on this statement; in any order. They have the account's zone and currency. */
  readonly subAccounts: readonly (Usage & { readonly sid: string; readonly name: string })[];
} & Usage;

interface StatementHead {
  readonly operator: Party;
  readonly account: Party & { readonly sid: string; readonly zone: string; readonly currency: Currency };
  readonly period: Period;
  /** The last day of a closed account: the statement ends with it, and no other follows. Undefined: the period's last. */
  readonly finalDay: Day | undefined;
  readonly taxes: readonly Tax[];
  /** Counts the account's statements for the period; 1 but for replacements of a preview. */
  readonly sequence: number;
  readonly previous: { readonly number: string; readonly sha256: string; readonly carriedOut: Nano } | undefined;
  /** Units of the meters, for people: `calls-outbound` → `second`. */
  readonly units: Readonly<Record<string, string>>;
}

/** Lines of one account, micro-service, meter, and destination prefix. */
export interface StatementGroup {
  readonly accountSid: string;
  readonly microService: string;
  readonly meter: string;
  readonly unit: string;
  /** The deck's prefix; empty for prices without one. */
  readonly prefix: string;
  /** For people, when all lines of the group had the same; else empty. */
  readonly unitPrice: string;
  readonly per: number;
  readonly lines: number;
  readonly quantity: bigint;
  readonly billedUnits: bigint;
  /** The connection fees within `amount`. */
  readonly connect: Nano;
  readonly amount: Nano;
}

/**
 * `paid-in-advance`: what a balance has paid already, at list prices; it is no part of what is to be paid. `credit-note`: what
 * credit notes give back by themselves of the corrections here; it is not given back twice.
 */
export interface StatementAdjustment extends Omit<Adjustment, 'kind'> {
  readonly kind: Adjustment['kind'] | 'paid-in-advance' | 'credit-note';
  /** Undefined where a plan pools its accounts' usage. */
  readonly accountSid: string | undefined;
  readonly plan: string;
  readonly version: number;
  /** The named tier of the plan, where the account is on one. */
  readonly tier?: string | undefined;
}

/** A line that corrects an earlier one, or a statement that was closed (billing.md, rule 8). */
export interface StatementCorrection {
  readonly accountSid: string;
  /** The ledger line's id. */
  readonly id: string;
  readonly day: Day;
  /** The id of the line, or the number of the statement or credit note, that is corrected. */
  readonly corrects: string;
  readonly reason: string;
  readonly amount: Nano;
}

/** What a plan version says of a meter that a period's total decides on: for the reader, and for whoever recomputes. */
export interface MeterTerms {
  readonly meter: string;
  readonly unit: string;
  readonly per: number;
  readonly model: string;
  /** With `upTo` undefined: all above. */
  readonly tiers: readonly { readonly upTo: number | undefined; readonly price: Nano }[];
  /** Of a package. */
  readonly size: number | undefined;
  /** Of a package or a flat price. */
  readonly price: Nano | undefined;
  readonly allowance: { readonly units: number; readonly mode: string } | undefined;
}

/** How much may be used in a period, and what happens then. */
export interface LimitTerms {
  /** Undefined: all meters together. */
  readonly meter: string | undefined;
  readonly unit: string;
  readonly per: number;
  /** Of `per` units each; undefined: the limit is money. */
  readonly units: number | undefined;
  readonly money: Nano | undefined;
  readonly atLimit: 'refuse' | 'overage';
}

/** What a meter's units over the limit cost, by prefix where it has such rates. */
export interface OverageTerms {
  readonly meter: string;
  readonly unit: string;
  readonly per: number;
  readonly price: Nano;
  readonly rates: readonly { readonly prefix: string; readonly price: Nano }[];
}

/** The limits of a named tier. */
export interface TierTerms {
  readonly name: string;
  readonly limits: readonly LimitTerms[];
  readonly overagePrices: readonly OverageTerms[];
}

/** Taken off what a meter, or all without a discount of their own, came to. */
export interface DiscountTerms {
  readonly meter: string | undefined;
  /** In billionths of a per cent. */
  readonly percent: Nano;
}

export interface PlanTerms {
  readonly plan: string;
  readonly version: number;
  /** Absent: the plan's own lines. */
  readonly tier?: TierTerms | undefined;
  readonly pooled: boolean;
  readonly commitment: Nano | undefined;
  /** Absent: none. */
  readonly discounts?: readonly DiscountTerms[] | undefined;
  readonly meters: readonly MeterTerms[];
}

/** What an account owes for a period; immutable, chained to the one before. */
export interface Statement {
  /** `<account>-<period>-<n>` */
  readonly number: string;
  /** The account's local day on which the period is over: the date of the bill. */
  readonly issuedOn: Day;
  /** The account is closed: no statement follows. */
  readonly final: boolean;
  readonly operator: Party;
  readonly account: Party & { readonly sid: string };
  readonly currency: Currency;
  readonly period: { readonly name: Period; readonly zone: string } & Span;
  /** The accounts on the statement: its own first, then the sub-accounts by SID, each with its subtotal. */
  readonly accounts: readonly {
    readonly sid: string;
    readonly name: string;
    readonly lines: number;
    /** Its list prices, adjustments and corrections; what a plan pools is in no account's. */
    readonly amount: Nano;
  }[];
  readonly plans: readonly (Span & {
    readonly accountSid: string;
    readonly microService: string;
    readonly plan: string;
    readonly version: number;
    /** The named tier of the plan, where the account is on one. */
    readonly tier?: string | undefined;
    /** The account's own prices, where it has any. */
    readonly overrides?: readonly Override[] | undefined;
  })[];
  /** Of the plans in force that have tiers, packages, allowances, flat prices, discounts or a commitment. */
  readonly terms: readonly PlanTerms[];
  readonly groups: readonly StatementGroup[];
  readonly adjustments: readonly StatementAdjustment[];
  readonly corrections: readonly StatementCorrection[];
  /** Uses that no rate matched: not charged here, and not forgotten. */
  readonly unrated: number;
  readonly days: readonly { readonly day: Day; readonly lines: number; readonly amount: Nano }[];
  readonly seals: readonly (Seal & { readonly accountSid: string })[];
  /** Sum of list prices, adjustments and corrections, exact. */
  readonly total: Nano;
  readonly carriedIn: Nano;
  /** `total + carriedIn`, rounded once to the currency's minor unit. */
  readonly net: Nano;
  /** What the rounding left, for the next statement. */
  readonly carriedOut: Nano;
  /** Each on `net`, rounded once. */
  readonly taxes: readonly (Tax & { readonly amount: Nano })[];
  /** `net` and its taxes. */
  readonly payable: Nano;
  readonly previousNumber: string | undefined;
  readonly prevSha256: string | undefined;
}
