import { loadProfiles, pricedBy, profileAt } from '../metering/plan-in-force.ts';
import { ratePlanVersions } from '../metering/rate-plan.ts';
import { periodAt } from '../period/period.ts';
import type { UsageLimit } from '../rating/plan-tier.ts';
import { type RatingPlan, versionAt } from '../rating/rating-plan.ts';
import { allowedBy, type LimitKey, limitKey, type TakenNow, takenNow } from './limit.ts';
import type { Owner } from './limited-use.ts';

/** A limit of a tier that an account is on, and how it stands in the open period: in what the limit counts. */
export type LimitNow = TakenNow & { readonly plan: RatingPlan; readonly limit: UsageLimit; readonly allowed: bigint };

/** Which meters a micro-service counts by. */
type OwnedMeter = { readonly name: string; readonly microService: string };

/**
 * How the limits stand that hold for an account's new uses now, in the order in which its tiers have them. Of a plan of several
 * micro-services, a limit of a meter counts only where the meter's own micro-service pays by the plan.
 */
export async function limitsNow(account: Owner, meters: readonly OwnedMeter[], now: number): Promise<LimitNow[]> {
  const plans = await plansByMicroService(account.sid, meters, now);
  const period = periodAt(now, account.zone);
  const found = new Map<string, { readonly plan: RatingPlan; readonly limit: UsageLimit; readonly key: LimitKey }>();
  for (const [microService, plan] of plans) {
    for (const limit of plan.tier?.limits ?? []) {
      const owner = meters.find(({ name }) => name === limit.meter)?.microService;
      if (limit.meter !== undefined && owner !== microService) continue;
      const key = limitKey(account.sid, period, plan, limit);
      found.set(key.limit, { plan, limit, key });
    }
  }
  const limits = [...found.values()];
  const taken = await takenNow(limits.map(({ key }) => key));
  return limits.map(({ plan, limit }, index) => ({
    plan,
    limit,
    allowed: allowedBy(limit, plan),
    ...(taken[index] ?? { taken: 0n, held: 0n }),
  }));
}

/** The tier's plan by which each micro-service pays, where it is on a tier. */
async function plansByMicroService(
  accountSid: string,
  meters: readonly OwnedMeter[],
  now: number,
): Promise<Map<string, RatingPlan>> {
  const { profiles = [] } = (await loadProfiles(accountSid)) ?? {};
  const plans = new Map<string, RatingPlan>();
  for (const name of new Set(meters.map(({ microService }) => microService))) {
    const profile = profileAt(profiles, name, now);
    if (profile?.tier === undefined) continue;
    const version = versionAt(
      (await ratePlanVersions(profile.plan)).map(({ rating }) => rating),
      now,
    );
    const plan = version && pricedBy(profile, version);
    if (plan !== undefined) plans.set(name, plan);
  }
  return plans;
}
