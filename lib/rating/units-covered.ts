import { type Nano, zero } from '../money/nano.ts';
import type { Deck } from './deck.ts';
import { listPrice, type PricedUse } from './list-price.ts';
import type { RatingPlan } from './rating-plan.ts';

/** So many units of a use, what they count after rounding up, and what they cost at list price, connection fee included. */
export type Covered = { readonly units: bigint; readonly billedUnits: bigint; readonly amount: Nano };

/** How much there is for a use: money, billed units, or both. */
export type Room = { readonly money?: Nano | undefined; readonly billedUnits?: bigint | undefined };

/**
 * The most units of a use, `unitsMax` at most, for which there is room: one more would need more. Exact, since it asks the
 * list price itself, which never falls as a use grows. `named` is the version in force of the deck that the plan's line
 * names. Undefined where the plan has no price.
 */
export function unitsWithin(
  { money, billedUnits }: Room,
  use: Omit<PricedUse, 'quantity'>,
  plan: RatingPlan,
  unitsMax: bigint,
  named?: Deck,
): Covered | undefined {
  let covered: Covered = { units: 0n, billedUnits: 0n, amount: zero };
  for (let low = 1n, high = unitsMax; low <= high; ) {
    const units = (low + high) / 2n;
    const price = listPrice({ ...use, quantity: units }, plan, named);
    if (price.kind === 'unrated') return undefined;
    const fits =
      (money === undefined || price.amount <= money) && (billedUnits === undefined || price.billedUnits <= billedUnits);
    if (fits) {
      covered = { units, billedUnits: price.billedUnits, amount: price.amount };
      low = units + 1n;
    } else high = units - 1n;
  }
  return covered;
}

/** The most units of a use, `unitsMax` at most, that `money` pays for. */
export const unitsCovered = (
  money: Nano,
  use: Omit<PricedUse, 'quantity'>,
  plan: RatingPlan,
  unitsMax: bigint,
  named?: Deck,
): Covered | undefined => unitsWithin({ money }, use, plan, unitsMax, named);
