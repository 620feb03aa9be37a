import { pricedBy } from '../../lib/metering/plan-in-force.ts';
import type { Span } from '../../lib/period/day.ts';
import { type RatingPlan, versionAt } from '../../lib/rating/rating-plan.ts';
import type { PlanInForce } from '../../lib/statement/statement.ts';
import type { Profile } from '../../lib/store/profiles.ts';

/** Which plan versions held when, for each micro-service that has a profile, within a span; pure. */
export function plansInForce(
  profiles: readonly Profile[],
  versions: ReadonlyMap<string, readonly RatingPlan[]>,
  span: Span,
): PlanInForce[] {
  const names = [...new Set(profiles.map(({ microService }) => microService))].sort();
  return names.flatMap((microService) => {
    const own = profiles.filter((profile) => profile.microService === microService);
    const sorted = own.sort((left, right) => left.validFrom - right.validFrom);
    return sorted.flatMap((profile, index) => {
      const { plan, validFrom } = profile;
      const part = within(span, { startsAt: validFrom, endsAt: sorted[index + 1]?.validFrom ?? span.endsAt });
      return ofPlan(versions.get(plan) ?? [], part).flatMap((each) => {
        const priced = pricedBy(profile, each.plan);
        return priced === undefined ? [] : [{ ...each, plan: priced, microService }];
      });
    });
  });
}

/** The versions of one plan over a span, cut where a later one takes effect. */
function ofPlan(versions: readonly RatingPlan[], span: Span): Omit<PlanInForce, 'microService'>[] {
  const edges = versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((edge) => edge > span.startsAt && edge < span.endsAt);
  const starts = [...new Set([span.startsAt, ...edges])].sort((left, right) => left - right);
  return starts.flatMap((startsAt, index) => {
    const endsAt = starts[index + 1] ?? span.endsAt;
    const plan = versionAt(versions, startsAt);
    return plan === undefined || startsAt >= endsAt ? [] : [{ plan, startsAt, endsAt }];
  });
}

const within = (outer: Span, inner: Span): Span => ({
  startsAt: Math.max(outer.startsAt, inner.startsAt),
  endsAt: Math.min(outer.endsAt, inner.endsAt),
});
