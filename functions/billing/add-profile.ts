import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { overrideFault } from '../../lib/rating/override.ts';
import { TierName } from '../../lib/rating/plan-tier.ts';
import { Price, RatePrefix } from '../../lib/rating/price-schema.ts';
import { type RatingPlan, versionAt } from '../../lib/rating/rating-plan.ts';
import { commit } from '../../lib/store/commit.ts';
import { type Profile, putChangedProfiles } from '../../lib/store/profiles.ts';
import { microServiceNamed } from '../registry.ts';
import { profilesRepresentation } from './profile-representation.ts';

const profilesMax = 200;
const overridesMax = 100;
/** Of all of an account's profiles: they stand in one item. */
const overridesInAllMax = 500;

const isPrice = (text: string) => z.safeParse(Price, text).success;

const OverrideSchema = z.strictObject({
  Meter: z.string().check(z.maxLength(64), z.meta({ example: 'calls-outbound' })),
  /** Of a deck: the far end's prefix; `""` is every other destination. */
  Prefix: z.optional(RatePrefix),
  /** For the units that the plan's line prices at once. */
  Price: z.string().check(z.maxLength(40), z.refine(isPrice, 'must be decimal text, not negative, such as 0.013')),
});

export const AddProfile = z.object({
  /** A micro-service's name, or `*` for all that have no profile of their own. */
  MicroService: z._default(z.string().check(z.maxLength(64), z.meta({ example: 'call' })), '*'),
  Plan: z.string().check(z.maxLength(64), z.meta({ example: 'standard' })),
  /** A named tier of the plan, with its prices and limits. None when absent: the plan's own prices, without limits. */
  Tier: z.optional(TierName),
  /** Now when absent. The past is priced already, and stays as it is. */
  ValidFrom: z.optional(z.iso.datetime()),
  /** Single prices that the account has otherwise: of a meter priced per unit, or of a deck's prefix. */
  Overrides: z.optional(z.array(OverrideSchema).check(z.maxLength(overridesMax))),
});

type StoredOverride = NonNullable<Profile['overrides']>[number];

/** What is wrong with the first override that the plan, as it is when the profile begins, cannot have. */
function faultOf(overrides: readonly StoredOverride[], plan: RatingPlan | undefined, name: string): string | undefined {
  const seen = new Set<string>();
  for (const [index, override] of overrides.entries()) {
    const key = `${override.meter} ${override.prefix ?? '*'}`;
    const fault = plan === undefined ? `${name} is not in force then` : overrideFault(plan, override);
    if (fault !== undefined) return `Overrides.${index}: ${fault}`;
    if (seen.has(key)) return `Overrides.${index}: ${override.meter} has that price already`;
    seen.add(key);
  }
  return undefined;
}

/** The first version, of those that will be in force from an instant on, which does not have a tier. */
const versionWithoutTier = (versions: readonly RatingPlan[], tier: string, instant: number): RatingPlan | undefined =>
  versions.find(
    (version) =>
      (version.effectiveFrom > instant || version === versionAt(versions, instant)) && !version.tiers.has(tier),
  );

const overridesOf = (given: readonly z.infer<typeof OverrideSchema>[]): StoredOverride[] =>
  given.map(({ Meter: meter, Prefix: prefix, Price: price }) => ({
    meter,
    price,
    ...(prefix !== undefined && { prefix }),
  }));

/** Whether a profile is the wanted one, from an instant of a span on: an earlier attempt of the same request has put it. */
function isWithin(
  { validFrom, ...profile }: Profile,
  wanted: Omit<Profile, 'validFrom'>,
  span: { readonly from: number; readonly to: number },
): boolean {
  return validFrom >= span.from && validFrom <= span.to && isDeepStrictEqual(profile, wanted);
}

/**
 * Puts an account, or one of its micro-services, on a rate plan from an instant on; under an Idempotency-Key once. The
 * operator's alone to do.
 */
export async function addProfile({
  account,
  parameters: { MicroService, Plan, Tier, ValidFrom, Overrides = [] },
  now,
  repeated,
  askedAt,
}: TenantRequest<z.infer<typeof AddProfile>>): Promise<Answer | Refusal> {
  if (MicroService !== '*' && microServiceNamed(MicroService) === undefined) {
    return refuse(20001, `MicroService: there is no micro-service ${MicroService}`);
  }
  const validFrom = ValidFrom === undefined ? now : Date.parse(ValidFrom);
  const [versions, profiles] = await Promise.all([ratePlanVersions(Plan), loadProfiles(account.sid)]);
  const overrides = overridesOf(Overrides);
  const own = { ...(Tier !== undefined && { tier: Tier }), ...(overrides.length > 0 && { overrides }) };
  const wanted = { microService: MicroService, plan: Plan, ...own };
  const span = ValidFrom === undefined ? { from: askedAt, to: now } : { from: validFrom, to: validFrom };
  if (repeated && profiles?.profiles.some((profile) => isWithin(profile, wanted, span)))
    return json(profilesRepresentation(account, profiles.profiles), 201);
  if (validFrom < now) return refuse(20001, `ValidFrom: ${ValidFrom} is over, and its usage is priced`);
  const [first] = versions;
  if (first === undefined) return refuse(20001, `Plan: there is no rate plan ${Plan}`);
  if (first.document.currency !== account.currency) {
    return refuse(20001, `Plan: ${Plan} is in ${first.document.currency}, the account pays in ${account.currency}`);
  }
  const ratings = versions.map(({ rating }) => rating);
  const without = Tier === undefined ? undefined : versionWithoutTier(ratings, Tier, validFrom);
  if (without !== undefined) return refuse(20001, `Tier: version ${without.version} of ${Plan} has no tier ${Tier}`);
  const inForce = versionAt(ratings, validFrom);
  const priced = Tier === undefined ? inForce : inForce?.tiers.get(Tier);
  if (Tier !== undefined && priced === undefined) return refuse(20001, `Tier: ${Plan} is not in force then`);
  const fault = faultOf(overrides, priced, Plan);
  if (fault !== undefined) return refuse(20001, fault);
  if (profiles === undefined) return refuse(20404, account.sid);
  if (profiles.profiles.length >= profilesMax) return refuse(20001, `an account has at most ${profilesMax} profiles`);
  const others = profiles.profiles.reduce((total, each) => total + (each.overrides?.length ?? 0), 0);
  if (others + overrides.length > overridesInAllMax)
    return refuse(20001, `Overrides: an account has at most ${overridesInAllMax} in all its profiles`);
  const changed = [...profiles.profiles, { ...wanted, validFrom }];
  changed.sort((left, right) => left.validFrom - right.validFrom);
  if ((await commit([putChangedProfiles(profiles, changed)])) === 'lost')
    return refuse(20409, 'the profiles were changed at once');
  return json(profilesRepresentation(account, changed), 201);
}
