import { type Nano, nano } from '../money/nano.ts';
import { takeOffAllowance } from './allowance.ts';
import type { LedgerLine } from './ledger-line.ts';
import { cutAtLimits, leftOfLimits, overageDividend } from './overage.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanTier } from './plan-tier.ts';
import type { RatingPlan } from './rating-plan.ts';

/**
 * What the lines of a plan's version, taken in billing order, have come to so far: all that its adjustments need of them. Plain
 * values, so that they can be kept and gone on with.
 */
export interface SegmentSums {
  /** List prices of all lines. */
  listed: Nano;
  /** What is left of each limit with overage, in the tier's order. */
  readonly limits: bigint[];
  /** One a line of the plan, in its order. */
  readonly meters: MeterSums[];
}

/** Sums over the lines of a meter. */
export interface MeterSums {
  /** Billed units and list prices within the tier's limits. */
  units: bigint;
  listed: Nano;
  /** Units of the allowance that are left, and what it has taken off the lines that are priced by themselves. */
  included: bigint;
  free: bigint;
  /** Units over the limits, their list prices, and what they cost instead for the line's `per` units each. */
  overUnits: bigint;
  overListed: Nano;
  overDividend: bigint;
}

/** The tier of a plan that has none. */
const noTier: PlanTier = { name: '' };

/** The sums of no line yet. */
export const noSums = (plan: RatingPlan): SegmentSums => ({
  listed: nano(0n),
  limits: leftOfLimits(plan.tier ?? noTier, (meter) => BigInt(plan.lineOf(meter)?.line.per ?? 1)),
  meters: plan.plan.lines.map((line) => ({
    ...{ units: 0n, listed: nano(0n), included: includedUnits(line), free: 0n },
    ...{ overUnits: 0n, overListed: nano(0n), overDividend: 0n },
  })),
});

/** The units that a plan's line includes. */
export const includedUnits = ({ allowance, per }: PlanLine): bigint =>
  allowance === undefined ? 0n : BigInt(allowance.units) * BigInt(per);

/** Adds the next line, in billing order; one without a price counts nothing. */
export function addToSums(sums: SegmentSums, line: LedgerLine, plan: RatingPlan): void {
  if (line.unrated !== undefined) return;
  sums.listed = nano(sums.listed + line.amount);
  const tier = plan.tier ?? noTier;
  const { within, units, listed } = cutAtLimits(sums.limits, line, tier);
  const price = tier.overagePrices?.find(({ meter }) => meter === line.meter);
  for (const [index, { meter }] of plan.plan.lines.entries()) {
    const own = sums.meters[index];
    if (meter !== line.meter || own === undefined) continue;
    const { left, free } = takeOffAllowance(own.included, within);
    own.units += within.billedUnits;
    own.listed = nano(own.listed + within.amount);
    own.included = left;
    own.free += free;
    own.overUnits += units;
    own.overListed = nano(own.overListed + listed);
    if (price !== undefined) own.overDividend += overageDividend(line, units, price);
  }
}
