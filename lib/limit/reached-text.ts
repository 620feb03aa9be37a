import { formatNano, zero } from '../money/nano.ts';
import { periodAt, period as spanOfPeriod } from '../period/period.ts';
import type { UsageLimit } from '../rating/plan-tier.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { counted, measureOf } from '../statement/measure.ts';
import type { LimitedUse, Owner } from './limited-use.ts';

/** Why a use is refused: which limit of which tier and plan leaves no room, and when its period ends. */
export function reachedText(
  { currency, zone }: Owner,
  { meter, unit }: LimitedUse,
  { name, tier, lineOf }: RatingPlan,
  limit: UsageLimit,
  now: number,
): string {
  const measure = measureOf(unit, lineOf(meter)?.line.per ?? 1);
  const amount =
    limit.units === undefined
      ? `${formatNano(limit.money ?? zero)} ${currency}`
      : counted(BigInt(limit.units), measure);
  const of = limit.meter ?? 'all meters';
  const until = new Date(spanOfPeriod(periodAt(now, zone), zone).endsAt).toISOString();
  return `tier ${tier?.name} of rate plan ${name} allows ${amount} of ${of} in a period, too little of which is left until ${until}`;
}
