import { remembered } from '../access/remembered.ts';
import { loadProfiles, pricedBy, profileAt } from '../metering/plan-in-force.ts';
import { ratePlanVersions } from '../metering/rate-plan.ts';
import { type RatingPlan, versionAt } from '../rating/rating-plan.ts';

/** New profiles and plan versions hold for new uses within so long, as caps and suspensions do. */
const staleForMilliseconds = 5_000;
const knownProfiles = remembered(loadProfiles, { forMilliseconds: staleForMilliseconds });
const knownVersions = remembered(ratePlanVersions, { forMilliseconds: staleForMilliseconds });

/** The tier of a plan on which an account's new uses of a micro-service are; undefined where it is on none. */
export async function planForNew(
  accountSid: string,
  microService: string,
  now: number,
): Promise<RatingPlan | undefined> {
  const { profiles = [] } = (await knownProfiles(accountSid)) ?? {};
  const profile = profileAt(profiles, microService, now);
  if (profile?.tier === undefined) return undefined;
  const versions = (await knownVersions(profile.plan)) ?? [];
  const version = versionAt(
    versions.map(({ rating }) => rating),
    now,
  );
  return version && pricedBy(profile, version);
}
