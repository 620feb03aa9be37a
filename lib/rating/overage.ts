import { type Nano, share, subtract, zero } from '../money/nano.ts';
import { destinationKey } from './destination.ts';
import type { LedgerLine } from './ledger-line.ts';
import type { OveragePrice, PlanTier, UsageLimit } from './plan-tier.ts';

/** A line cut at the limits of its tier. */
export interface CutAtLimits {
  /** What is within them, priced as ever. */
  readonly within: LedgerLine;
  /** The units that are over one. */
  readonly units: bigint;
  /** Their part of the line's list price; its connection fee stays. */
  readonly listed: Nano;
}

/** What is left of each limit of a tier that has `overage`, in their order: billed units, or money. */
export const leftOfLimits = (tier: PlanTier, perOf: (meter: string) => bigint): bigint[] =>
  overagesOf(tier).map(({ meter, units, money = zero }) =>
    units !== undefined && meter !== undefined ? BigInt(units) * perOf(meter) : money,
  );

/**
 * Cuts a line where the limits of its tier are reached, and takes it off what is `left` of them. Lines come in billing order: the last units of a
 * period are over. Of two limits that a line exceeds, the one that leaves less within counts.
 */
export function cutAtLimits(left: bigint[], line: LedgerLine, tier: PlanTier): CutAtLimits {
  const isPriced = tier.overagePrices?.some(({ meter }) => meter === line.meter) === true;
  let units = 0n;
  for (const [index, limit] of overagesOf(tier).entries()) {
    if (limit.meter !== undefined && limit.meter !== line.meter) continue;
    const over = takeOff(left, index, limit, line);
    if (isPriced && over > units) units = over;
  }
  if (units === 0n) return { within: line, units, listed: zero };
  const listed = share(subtract(line.amount, line.connect), units, line.billedUnits);
  const within = { ...line, billedUnits: line.billedUnits - units, amount: subtract(line.amount, listed) };
  return { within, units, listed };
}

const overagesOf = ({ limits = [] }: PlanTier): UsageLimit[] => limits.filter(({ atLimit }) => atLimit === 'overage');

/** Takes a line off what is left of one limit, and answers how many of its units are over it. */
function takeOff(left: bigint[], index: number, { meter, units }: UsageLimit, line: LedgerLine): bigint {
  const before = left[index] ?? 0n;
  const counts = units !== undefined && meter !== undefined;
  const within = counts ? smaller(before, line.billedUnits) : unitsFor(before, line);
  left[index] = before - smaller(before, counts ? line.billedUnits : line.amount);
  return line.billedUnits - within;
}

/** The units of a line that so much money pays for at its list price, its connection fee first. */
function unitsFor(money: bigint, { amount, connect, billedUnits }: LedgerLine): bigint {
  if (amount <= money) return billedUnits;
  const left = money - connect;
  return left <= 0n ? 0n : (left * billedUnits) / (amount - connect);
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** What units of a line that are over a limit cost for `per` of them each: by its destination. To be divided once, for all lines. */
export const overageDividend = (line: LedgerLine, units: bigint, price: OveragePrice): bigint =>
  priceFor(line, price) * units;

function priceFor({ destination }: LedgerLine, { price, rates = [] }: OveragePrice): Nano {
  const key = destination === undefined ? '' : destinationKey(destination);
  const fitting = destination === undefined ? [] : rates.filter(({ prefix }) => key.startsWith(prefix));
  const [longest] = fitting.sort((left, right) => right.prefix.length - left.prefix.length);
  return longest?.price ?? price;
}
