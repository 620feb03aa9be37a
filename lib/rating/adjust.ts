import { type Nano, nano, negate, share, subtract, sum } from '../money/nano.ts';
import { includedAmount, modelAmount } from './allowance.ts';
import { inBillingOrder, type LedgerLine } from './ledger-line.ts';
import { cutAtLimits, listedOver, type OverLimit, overageAmount } from './overage.ts';
import type { PlanLine } from './plan-line.ts';
import type { PlanTier } from './plan-tier.ts';
import type { RatingPlan } from './rating-plan.ts';

/**
 * What a period's total changes in the sum of its list prices. Units over a tier's limit have two: `over-limit` takes
 * their list price off, `overage` adds what they cost instead.
 */
export interface Adjustment {
  readonly kind: 'graduated' | 'volume' | 'package' | 'flat' | 'allowance' | 'over-limit' | 'overage' | 'commitment';
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

/**
 * The adjustments of one plan version, or of one of its named tiers, for a period's close (billing.md, rule 5): tiers, volume,
 * packages, allowances, flat prices of what is within the limits, overage beyond them, then the commitment. `lines` are the rated lines of this version in the period, in any order.
 */
export function adjust(lines: readonly LedgerLine[], plan: RatingPlan, segment: Segment): Adjustment[] {
  const sorted = lines.filter((line) => line.unrated === undefined).sort(inBillingOrder);
  const { within, over } = cutAtLimits(sorted, plan.tier ?? noTier, (meter) =>
    BigInt(plan.lineOf(meter)?.line.per ?? 1),
  );
  const adjustments = plan.plan.lines.flatMap((line) =>
    [
      ...adjustLine(
        line,
        within.filter(({ meter }) => meter === line.meter),
        segment,
      ),
      ...overageOf(
        line,
        over.filter((each) => each.line.meter === line.meter),
        plan.tier,
      ),
    ].filter(({ amount }) => amount !== 0n),
  );
  const commitment = plan.plan.commitment;
  if (commitment === undefined) return adjustments;
  const least = share(commitment, BigInt(segment.inForceMs), BigInt(segment.periodMs));
  const spent = sum([...sorted, ...adjustments].map(({ amount }) => amount));
  if (spent >= least) return adjustments;
  return [...adjustments, { kind: 'commitment', meter: undefined, units: 0n, amount: subtract(least, spent) }];
}

const noTier: PlanTier = { name: '' };

function overageOf(line: PlanLine, over: readonly OverLimit[], tier: PlanTier | undefined): Adjustment[] {
  const { meter } = line;
  const price = tier?.overagePrices?.find((each) => each.meter === meter);
  if (price === undefined) return [];
  const units = over.reduce((total, each) => total + each.units, 0n);
  return [
    { kind: 'over-limit', meter, units, amount: negate(listedOver(over)) },
    { kind: 'overage', meter, units, amount: overageAmount(over, line, price) },
  ];
}

function adjustLine(line: PlanLine, lines: readonly LedgerLine[], segment: Segment): Adjustment[] {
  const { meter, price, allowance } = line;
  const units = lines.reduce((total, { billedUnits }) => total + billedUnits, 0n);
  const included = allowance === undefined ? 0n : BigInt(allowance.units) * BigInt(line.per);
  if (price.model === 'flat') {
    const amount = share(price.price, BigInt(segment.inForceMs), BigInt(segment.periodMs));
    return [{ kind: 'flat', meter, units, amount }];
  }
  const whole = modelAmount({ ...line, allowance: undefined }, units, 0n);
  const reduced = modelAmount(line, units, included);
  if (price.model === 'per-unit' || price.model === 'deck' || whole === undefined || reduced === undefined) {
    return [{ kind: 'allowance', meter, units, amount: includedAmount(lines, included) }];
  }
  const listed = sum(lines.map(({ amount }) => amount));
  return [
    { kind: price.model, meter, units, amount: subtract(whole, listed) },
    { kind: 'allowance', meter, units, amount: nano(reduced - whole) },
  ];
}
