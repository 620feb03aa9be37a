import { deckInForce } from '../metering/deck-in-force.ts';
import { planInForce } from '../metering/plan-in-force.ts';
import type { Nano } from '../money/nano.ts';
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

/** How many units, `unitsMax` at most, an amount pays for; undefined where the use has no price. */
export type Cover = (money: Nano, unitsMax: bigint) => Covered | undefined;

/** The prices by which an account's use will be rated, asked the other way round. */
export async function coverOf(accountSid: string, use: HeldUse, now: number): Promise<Cover> {
  const plan = await planInForce({ accountSid, ...use }, now);
  if (plan === undefined) return () => undefined;
  const deck = await deckInForce(plan, use, now);
  return (money, unitsMax) => unitsCovered(money, use, plan, unitsMax, deck);
}
