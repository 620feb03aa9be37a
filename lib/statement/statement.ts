import type { Currency } from '../money/currency.ts';
import type { Nano } from '../money/nano.ts';
import type { Day, Span } from '../period/day.ts';
import type { Period } from '../period/period.ts';
import type { Adjustment } from '../rating/adjust.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';

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

/** All that a statement is made of (billing.md, rule 9). */
export interface StatementInput {
  readonly operator: { readonly name: string };
  readonly account: { readonly sid: string; readonly name: string; readonly zone: string; readonly currency: Currency };
  readonly period: Period;
  /** Counts the account's statements for the period; 1 but for replacements of a preview. */
  readonly sequence: number;
  readonly plansInForce: readonly PlanInForce[];
  readonly seals: readonly Seal[];
  /** Every ledger line of the period, in any order. */
  readonly lines: readonly LedgerLine[];
  readonly previous: { readonly number: string; readonly sha256: string; readonly carriedOut: Nano } | undefined;
  /** Units of the meters, for people: `calls-outbound` → `second`. */
  readonly units: Readonly<Record<string, string>>;
}

/** Lines of one micro-service, meter, and destination prefix. */
export interface StatementGroup {
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
  readonly amount: Nano;
}

export interface StatementAdjustment extends Adjustment {
  readonly plan: string;
  readonly version: number;
}

/** What an account owes for a period; immutable, chained to the one before. */
export interface Statement {
  /** `<account>-<period>-<n>` */
  readonly number: string;
  readonly operator: { readonly name: string };
  readonly account: { readonly sid: string; readonly name: string };
  readonly currency: Currency;
  readonly period: { readonly name: Period; readonly zone: string } & Span;
  readonly plans: readonly (Span & {
    readonly microService: string;
    readonly plan: string;
    readonly version: number;
  })[];
  readonly groups: readonly StatementGroup[];
  readonly adjustments: readonly StatementAdjustment[];
  /** Uses that no rate matched: not charged here, and not forgotten. */
  readonly unrated: number;
  readonly days: readonly { readonly day: Day; readonly lines: number; readonly amount: Nano }[];
  readonly seals: readonly Seal[];
  /** Sum of list prices and adjustments, exact. */
  readonly total: Nano;
  readonly carriedIn: Nano;
  /** `total + carriedIn`, rounded once to the currency's minor unit. */
  readonly payable: Nano;
  /** What the rounding left, for the next statement. */
  readonly carriedOut: Nano;
  readonly previousNumber: string | undefined;
  readonly prevSha256: string | undefined;
}
