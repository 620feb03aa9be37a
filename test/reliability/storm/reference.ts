import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';

const [standard] = standardPlans();

/** What a new account in US dollars pays by. */
export const standardPlan = ratingPlan(PlanSchema.parse(standard), 1);

/** Lines of a ledger, summed: how many, how many of them without a price, and what they come to in nano-units. */
export type Sums = { readonly lines: number; readonly unrated: number; readonly amount: bigint };

/** What rating must come to, worked out from the events alone, each once. */
export function reference(events: readonly UsageEvent[]): Sums {
  const prices = events.map((event) => listPrice({ ...event, quantity: BigInt(event.quantity) }, standardPlan));
  return {
    lines: events.length,
    unrated: prices.filter(({ kind }) => kind === 'unrated').length,
    amount: prices.reduce((sum, price) => sum + (price.kind === 'rated' ? price.amount : 0n), 0n),
  };
}
