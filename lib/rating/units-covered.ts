import { type Nano, zero } from '../money/nano.ts';
import type { Deck } from './deck.ts';
import { listPrice, type PricedUse } from './list-price.ts';
import type { RatingPlan } from './rating-plan.ts';

/** So many units of a use, and what they cost at list price, connection fee included. */
export type Covered = { readonly units: bigint; readonly amount: Nano };

/**
 * The most units of a use, `unitsMax` at most, that `money` pays for: one more would cost more. Exact, since it asks the
 * list price itself, which never falls as a use grows. `deck`: the version in
 * force of the deck that the plan's line names. Undefined where the plan has no price.
 */
export function unitsCovered(
  money: Nano,
  use: Omit<PricedUse, 'quantity'>,
  plan: RatingPlan,
  unitsMax: bigint,
  deck?: Deck,
): Covered | undefined {
  let covered: Covered = { units: 0n, amount: zero };
  for (let low = 1n, high = unitsMax; low <= high; ) {
    const units = (low + high) / 2n;
    const price = listPrice({ ...use, quantity: units }, plan, deck);
    if (price.kind === 'unrated') return undefined;
    if (price.amount <= money) {
      covered = { units, amount: price.amount };
      low = units + 1n;
    } else high = units - 1n;
  }
  return covered;
}
