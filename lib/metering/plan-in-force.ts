import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { nanoOf } from '../money/nano.ts';
import { withOverrides } from '../rating/override.ts';
import { type Override, type RatingPlan, versionAt } from '../rating/rating-plan.ts';
import { type Profile, type Profiles, ProfilesEntity } from '../store/profiles.ts';
import { knownAsOf } from './known-as-of.ts';
import { ratePlanVersions } from './rate-plan.ts';

/** An account's billing profiles as they are in the table now. */
export async function loadProfiles(accountSid: string): Promise<Profiles | undefined> {
  const { Item } = await ProfilesEntity.build(GetItemCommand).key({ accountSid }).options({ consistent: true }).send();
  return Item;
}

type Use = { readonly accountSid: string; readonly microService: string; readonly startedAt: number };

/** Finds plans in force, from what it has read before where that cannot have changed (`knownAsOf`). */
export function planFinder(
  profilesAsOf = knownAsOf(loadProfiles),
): (use: Use, now: number) => Promise<RatingPlan | undefined> {
  const versionsAsOf = knownAsOf(async (plan) => (await ratePlanVersions(plan)).map(({ rating }) => rating));
  return async ({ accountSid, microService, startedAt }, now) => {
    const profiles = await profilesAsOf(accountSid, startedAt, now);
    const profile = profileAt(profiles?.profiles ?? [], microService, startedAt);
    if (profile === undefined) return undefined;
    const plan = versionAt(await versionsAsOf(profile.plan, startedAt, now), startedAt);
    return plan && pricedBy(profile, plan);
  };
}

const profilesAsOf = knownAsOf(loadProfiles);

/** The plan version that prices an account's use of a micro-service which began at `startedAt`; undefined where none is. */
export const planInForce = planFinder(profilesAsOf);

/**
 * Whether an account has, or had, a profile with a tier, as far as `planInForce` has read of it for a use that is rated: only then
 * something may be held of a limit for the use.
 */
export async function hadTier(accountSid: string, now: number): Promise<boolean> {
  const { profiles = [] } = (await profilesAsOf(accountSid, Number.NEGATIVE_INFINITY, now)) ?? {};
  return profiles.some(({ tier }) => tier !== undefined);
}

/** A plan's version as a profile has it: in its tier, with its own prices. Undefined where the version has no such tier. */
export function pricedBy(
  { microService, validFrom, tier, overrides = [] }: Profile,
  version: RatingPlan,
): RatingPlan | undefined {
  const plan = tier === undefined ? version : version.tiers.get(tier);
  if (plan === undefined) return undefined;
  const own = overrides.map(({ price, ...override }): Override => ({ ...override, price: nanoOf(price) }));
  return withOverrides(plan, `${microService} from ${new Date(validFrom).toISOString()}`, own);
}

/** The profile that holds for a micro-service at an instant: its own latest, else the latest for all (`*`). */
export function profileAt(profiles: readonly Profile[], microService: string, instant: number): Profile | undefined {
  for (const name of [microService, '*']) {
    const inForce = profiles.filter((profile) => profile.microService === name && profile.validFrom <= instant);
    const latest = inForce.sort((left, right) => left.validFrom - right.validFrom).at(-1);
    if (latest !== undefined) return latest;
  }
  return undefined;
}
