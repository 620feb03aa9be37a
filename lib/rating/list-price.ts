import { add, divideHalfAway, formatNano, type Nano, nano, share, zero } from '../money/nano.ts';
import { billableUnits } from './billable-units.ts';
import type { Deck } from './deck.ts';
import { deckOverride, unitOverride } from './override.ts';
import type { PlanLine } from './plan-line.ts';
import type { Increment, Rate } from './price-schema.ts';
import type { ListPrice, RatingPlan } from './rating-plan.ts';
import { type PricedUnits, splitByBand } from './time-bands.ts';

/** What rating needs to know of a use. */
export interface PricedUse {
  readonly meter: string;
  /** Whole units of the meter; 0 for a call that was not answered. */
  readonly quantity: bigint;
  /** The address that decks are searched by, as the resource has it: `+4930…`, `sip:…`, `client:…`, `911`. */
  readonly destination?: string | undefined;
  /** The near end's address, which decks of pairs are searched by as well. */
  readonly origin?: string | undefined;
  /** When the use began (answer time), epoch milliseconds: time bands count from here. */
  readonly startedAt: number;
}

/**
 * The list price of one use: a function of the event, the plan's version and the deck's alone, so the order of rating is
 * nothing (billing.md, rule 5). `named` is the version in force of the deck that the plan's line names.
 */
export function listPrice(use: PricedUse, plan: RatingPlan, named?: Deck): ListPrice {
  const found = plan.lineOf(use.meter);
  if (found === undefined) return { kind: 'unrated', reason: 'no-line' };
  const { line, zone, deckName } = found;
  if (line.price.model !== 'deck') {
    const own = line.price.model === 'per-unit' ? unitOverride(plan, use.meter) : undefined;
    if (own === undefined || line.price.model !== 'per-unit') return withoutDeck(use, line, zone);
    const { steps, bands, ...price } = line.price;
    return ownPrice(plan, atRate(use, line, { ...price, price: own.price }, zone, undefined));
  }
  if (use.destination === undefined) return { kind: 'unrated', reason: 'no-destination' };
  const deck = deckName !== undefined && named?.name === deckName ? named : { rates: found.rates, zone };
  const match = deck.rates?.find(use.destination, use.origin);
  const own = deckOverride(plan, use.meter, use.destination, match);
  if (own !== undefined) return ownPrice(plan, atRate(use, line, own.rate, deck.zone, own.prefix));
  if (match === undefined) return { kind: 'unrated', reason: 'no-rate' };
  const price = atRate(use, line, match.rate, deck.zone, match.prefix);
  return match.origin === undefined || price.kind === 'unrated' ? price : { ...price, originPrefix: match.origin };
}

const ownPrice = ({ profile }: RatingPlan, price: ListPrice): ListPrice =>
  price.kind === 'unrated' ? price : { ...price, profile };

function withoutDeck(use: PricedUse, line: PlanLine, zone: string | undefined): ListPrice {
  const { price, per, increment } = line;
  switch (price.model) {
    case 'per-unit':
      return atRate(use, line, price, zone, undefined);
    case 'graduated':
    case 'volume':
      return atRate(use, line, { price: price.tiers[0]?.price ?? zero }, zone, undefined);
    case 'package': {
      const billedUnits = billableUnits(use.quantity, increment);
      const whole = BigInt(price.size) * BigInt(per);
      const amount = share(price.price, billedUnits, whole);
      return rated(billedUnits, line, undefined, `${formatNano(price.price)} / ${price.size}`, zero, amount);
    }
    default:
      return rated(billableUnits(use.quantity, increment), line, undefined, '0', zero, zero);
  }
}

function atRate(
  use: PricedUse,
  line: PlanLine,
  rate: Rate,
  zone: string | undefined,
  prefix: string | undefined,
): ListPrice {
  const increment = rate.increment ?? line.increment ?? { first: 1, next: 1 };
  const billedUnits = billableUnits(use.quantity, increment);
  if (billedUnits === 0n) return rated(0n, line, prefix, formatNano(rate.price), zero, zero);
  const parts = pricedUnits(use.startedAt, billedUnits, increment, rate, zone);
  const dividend = parts.reduce((total, part) => total + part.price * part.units, 0n);
  const connect = rate.connect ?? zero;
  const amount = add(connect, nano(divideHalfAway(dividend, BigInt(line.per))));
  const unitPrice = [...new Set(parts.map((part) => formatNano(part.price)))].join(' / ');
  return rated(billedUnits, line, prefix, unitPrice, connect, amount);
}

function pricedUnits(
  startedAt: number,
  billed: bigint,
  increment: Increment,
  rate: Rate,
  zone?: string,
): PricedUnits[] {
  if (rate.bands !== undefined && zone !== undefined) {
    return splitByBand(startedAt, billed, increment, rate.bands, zone, rate.price);
  }
  const parts: PricedUnits[] = [];
  let floor = 0n;
  for (const { upTo, price } of rate.steps ?? []) {
    const ceiling = BigInt(upTo) < billed ? BigInt(upTo) : billed;
    if (ceiling > floor) parts.push({ units: ceiling - floor, price });
    floor = ceiling;
  }
  if (billed > floor) parts.push({ units: billed - floor, price: rate.price });
  return parts;
}

const rated = (
  billedUnits: bigint,
  line: PlanLine,
  prefix: string | undefined,
  unitPrice: string,
  connect: Nano,
  amount: Nano,
): ListPrice => ({ kind: 'rated', billedUnits, prefix, unitPrice, per: line.per, connect, amount });
