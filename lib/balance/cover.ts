import { deckInForce } from '../metering/deck-in-force.ts';
import { planInForce } from '../metering/plan-in-force.ts';
import type { Nano } from '../money/nano.ts';
import { listPrice } from '../rating/list-price.ts';
import { type Covered, unitsCovered } from '../rating/units-covered.ts';

/** A use that money is kept back for, as rating will see it. */
export type HeldUse = {
  readonly microService: string;
  readonly meter: string;
  readonly resourceSid: string;
  readonly destination?: string | undefined;
  readonly origin?: string | undefined;
  /** When it began, by which its plan is chosen; epoch milliseconds. */
  readonly startedAt: number;
};

/** What a use costs, and how far money goes: undefined where it has no price. */
export type Prices = {
  /** What so many units cost at list price. */
  readonly priceOf: (units: bigint) => Nano | undefined;
  /** How many units, `unitsMax` at most, an amount pays for. */
  readonly cover: (money: Nano, unitsMax: bigint) => Covered | undefined;
};

const none: Prices = { priceOf: () => undefined, cover: () => undefined };

/** The prices by which an account's use will be rated. */
export async function pricesOf(accountSid: string, use: HeldUse, now: number): Promise<Prices> {
  const plan = await planInForce({ accountSid, ...use }, now);
  if (plan === undefined) return none;
  const deck = await deckInForce(plan, use, now);
  return {
    priceOf: (quantity) => {
      const price = listPrice({ ...use, quantity }, plan, deck);
      return price.kind === 'unrated' ? undefined : price.amount;
    },
    cover: (money, unitsMax) => unitsCovered(money, use, plan, unitsMax, deck),
  };
}
