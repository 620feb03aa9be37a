import { divideHalfAway, type Nano, nano, share, subtract, sum, zero } from '../money/nano.ts';
import { destinationKey } from './destination.ts';
import type { LedgerLine } from './ledger-line.ts';
import type { PlanLine } from './plan-line.ts';
import type { OveragePrice, PlanTier, UsageLimit } from './plan-tier.ts';

/** Lines cut at the limits of their tier: what is within, priced as ever, and what is over. Both in billing order. */
export interface CutAtLimits {
  readonly within: readonly LedgerLine[];
  readonly over: readonly OverLimit[];
}

/** Units of a line that are over a limit, and their part of its list price; connection fees stay. */
export interface OverLimit {
  readonly line: LedgerLine;
  readonly units: bigint;
  readonly listed: Nano;
}

/**
 * Cuts lines, which must be in billing order, where the limits of a tier with `overage` are reached: the last units of a
 * period are over. Of two limits that a line exceeds, the one that leaves less within counts.
 */
export function cutAtLimits(
  lines: readonly LedgerLine[],
  { limits = [], overagePrices = [] }: PlanTier,
  perOf: (meter: string) => bigint,
): CutAtLimits {
  const overages = limits.filter(({ atLimit }) => atLimit === 'overage');
  if (overages.length === 0) return { within: lines, over: [] };
  const priced = new Set(overagePrices.map(({ meter }) => meter));
  const over = new Map<LedgerLine, bigint>();
  for (const limit of overages) {
    const concerned = limit.meter === undefined ? lines : lines.filter(({ meter }) => meter === limit.meter);
    for (const [line, units] of overLimit(concerned, limit, perOf)) {
      if (priced.has(line.meter) && units > (over.get(line) ?? 0n)) over.set(line, units);
    }
  }
  const cut = lines.map((line) => {
    const units = over.get(line) ?? 0n;
    const listed = units === 0n ? zero : share(subtract(line.amount, line.connect), units, line.billedUnits);
    return { line, units, listed };
  });
  return {
    within: cut.map(({ line, units, listed }) => ({
      ...line,
      billedUnits: line.billedUnits - units,
      amount: subtract(line.amount, listed),
    })),
    over: cut.filter(({ units }) => units > 0n),
  };
}

function* overLimit(
  lines: readonly LedgerLine[],
  { meter, units, money = zero }: UsageLimit,
  perOf: (meter: string) => bigint,
): Generator<[LedgerLine, bigint]> {
  const counts = units !== undefined && meter !== undefined;
  let left: bigint = counts ? BigInt(units) * perOf(meter) : money;
  for (const line of lines) {
    const within = counts ? smaller(left, line.billedUnits) : unitsFor(left, line);
    left -= smaller(left, counts ? line.billedUnits : line.amount);
    yield [line, line.billedUnits - within];
  }
}

/** The units of a line that so much money pays for at its list price, its connection fee first. */
function unitsFor(money: bigint, { amount, connect, billedUnits }: LedgerLine): bigint {
  if (amount <= money) return billedUnits;
  const left = money - connect;
  return left <= 0n ? 0n : (left * billedUnits) / (amount - connect);
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** What units over a limit cost: each line's by its destination, rounded once for all. */
export function overageAmount(over: readonly OverLimit[], { per }: PlanLine, price: OveragePrice): Nano {
  const dividend = over.reduce((total, { line, units }) => total + priceFor(line, price) * units, 0n);
  return nano(divideHalfAway(dividend, BigInt(per)));
}

function priceFor({ destination }: LedgerLine, { price, rates = [] }: OveragePrice): Nano {
  const key = destination === undefined ? '' : destinationKey(destination);
  const fitting = destination === undefined ? [] : rates.filter(({ prefix }) => key.startsWith(prefix));
  const [longest] = fitting.sort((left, right) => right.prefix.length - left.prefix.length);
  return longest?.price ?? price;
}

/** The list prices that the overage prices stand in the place of. */
export const listedOver = (over: readonly OverLimit[]): Nano => sum(over.map(({ listed }) => listed));
