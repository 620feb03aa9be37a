import { divideHalfAway, type Nano, nano, negate, share, subtract, sum } from '../money/nano.ts';
import { modelAmount } from './allowance.ts';
import { discountsOn } from './discounts-on.ts';
import { inBillingOrder, type LedgerLine } from './ledger-line.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanTier } from './plan-tier.ts';
import type { RatingPlan } from './rating-plan.ts';
import { addToSums, includedUnits, type MeterSums, noSums, type SegmentSums } from './segment-sums.ts';

/**
 * What a period's total changes in the sum of its list prices. Units over a tier's limit have two: `over-limit` takes
 * their list price off, `overage` adds what they cost instead.
 */
export interface Adjustment {
  readonly kind:
    | 'graduated'
    | 'volume'
    | 'package'
    | 'flat'
    | 'allowance'
    | 'over-limit'
    | 'overage'
    | 'discount'
    | 'commitment';
  /** Undefined for what concerns the whole plan. */
  readonly meter: string | undefined;
  /** The meter's billed units that it was computed from. */
  readonly units: bigint;
  /** Signed. */
  readonly amount: Nano;
}

/** The part of the period for which a plan version was in force, in milliseconds: flat prices and commitments are prorated by it. */
export interface Segment {
  readonly inForceMs: number;
  readonly periodMs: number;
}

/** The adjustments of one plan version over its lines of a period, given in any order. */
export function adjust(lines: readonly LedgerLine[], plan: RatingPlan, segment: Segment): Adjustment[] {
  const sums = noSums(plan);
  for (const line of [...lines].sort(inBillingOrder)) addToSums(sums, line, plan);
  return adjustmentsOf(sums, plan, segment);
}

/**
 * The adjustments of one plan version, or of one of its named tiers, for a period's close (billing.md, rule 5): tiers, volume,
 * packages, allowances, flat prices of what is within the limits, overage beyond them, then discounts, then the commitment. `sums` are those
 * of its lines in the period.
 */
export function adjustmentsOf(sums: SegmentSums, plan: RatingPlan, segment: Segment): Adjustment[] {
  const priced = plan.plan.lines.flatMap((line, index) => {
    const own = sums.meters[index];
    if (own === undefined) throw new Error(`${plan.name}#${plan.version}: there are no sums of ${line.meter}.`);
    const all = [...ofLine(line, own, segment), ...ofOverage(line, own, plan.tier)];
    return all.filter(({ amount }) => amount !== 0n);
  });
  const discounts = discountsOn(sums, priced, plan.plan).map((each) => ({ kind: 'discount' as const, ...each }));
  const adjustments = [...priced, ...discounts];
  const commitment = plan.plan.commitment;
  if (commitment === undefined) return adjustments;
  const least = share(commitment, BigInt(segment.inForceMs), BigInt(segment.periodMs));
  const spent = sum([sums.listed, ...adjustments.map(({ amount }) => amount)]);
  if (spent >= least) return adjustments;
  return [...adjustments, { kind: 'commitment', meter: undefined, units: 0n, amount: subtract(least, spent) }];
}

function ofOverage({ meter, per }: PlanLine, sums: MeterSums, tier: PlanTier | undefined): Adjustment[] {
  if (tier?.overagePrices?.some((each) => each.meter === meter) !== true) return [];
  const units = sums.overUnits;
  return [
    { kind: 'over-limit', meter, units, amount: negate(sums.overListed) },
    { kind: 'overage', meter, units, amount: nano(divideHalfAway(sums.overDividend, BigInt(per))) },
  ];
}

function ofLine(line: PlanLine, { units, listed, free }: MeterSums, segment: Segment): Adjustment[] {
  const { meter, price } = line;
  if (price.model === 'flat') {
    const amount = share(price.price, BigInt(segment.inForceMs), BigInt(segment.periodMs));
    return [{ kind: 'flat', meter, units, amount }];
  }
  const whole = modelAmount({ ...line, allowance: undefined }, units, 0n);
  const reduced = modelAmount(line, units, includedUnits(line));
  if (price.model === 'per-unit' || price.model === 'deck' || whole === undefined || reduced === undefined) {
    return [{ kind: 'allowance', meter, units, amount: nano(-free) }];
  }
  return [
    { kind: price.model, meter, units, amount: subtract(whole, listed) },
    { kind: 'allowance', meter, units, amount: nano(reduced - whole) },
  ];
}
