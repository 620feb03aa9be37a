import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { deckVersions } from '../../lib/metering/deck-version.ts';
import { putRatePlan, type RatePlanVersion, ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { type Plan, type PlanInput, readPlan } from '../../lib/rating/plan.ts';
import { versionAt } from '../../lib/rating/rating-plan.ts';
import { commit } from '../../lib/store/commit.ts';
import { meters } from '../registry.ts';
import { faultInApiNames, fromApiNames, ratePlanRepresentation } from './rate-plan-document.ts';

/** An item of the table holds 400 KB; longer decks have a place of their own. */
const documentCharactersMax = 90_000;
const faultsShown = 5;

export const AddRatePlan = z.record(z.string(), z.unknown());

/**
 * Stores a rate plan, or the next version of one: versions are immutable and numbered from 1. A plan's first version may
 * be in force since any time; a later one begins in the future, since what is past is priced. Under an Idempotency-Key it is
 * stored once.
 */
export async function addRatePlan({
  parameters,
  caller,
  now,
  repeated,
  askedAt,
}: TenantRequest<Record<string, unknown>>): Promise<Answer | Refusal> {
  const document = fromApiNames(parameters) as PlanInput;
  const read = readPlan(document);
  if ('faults' in read) return refuse(20001, read.faults.slice(0, faultsShown).map(faultInApiNames).join('; '));
  const { plan, currency, effectiveFrom } = read.plan;
  if (JSON.stringify(document).length > documentCharactersMax) {
    return refuse(20001, `the plan is longer than ${documentCharactersMax} characters`);
  }
  const objection = (await lineWithoutDeck(read.plan)) ?? limitThatNobodyHolds(read.plan);
  if (objection !== undefined) return refuse(20001, objection);
  const [first, ...later] = await ratePlanVersions(plan);
  const made = repeated ? madeSince(askedAt, document, [first, ...later]) : undefined;
  if (made !== undefined) return json(ratePlanRepresentation(document, made.rating.version, made.createdAt), 201);
  if (first !== undefined && first.document.currency !== currency) {
    return refuse(20001, `Currency: ${plan} is in ${first.document.currency}`);
  }
  if (first !== undefined && Date.parse(effectiveFrom) < now) {
    return refuse(20001, `EffectiveFrom: ${effectiveFrom} is over, and its usage is priced by an earlier version`);
  }
  const dropped = droppedTier(read.plan, [first, ...later]);
  if (dropped !== undefined) return refuse(20001, dropped);
  const version = first === undefined ? 1 : later.length + 2;
  if ((await commit([putRatePlan(document, version, { by: caller.sid, at: now })])) === 'lost') {
    return refuse(20409, `version ${version} of ${plan} was stored at once`);
  }
  return json(ratePlanRepresentation(document, version, now), 201);
}

/** The version that an earlier attempt of the same request has stored. */
const madeSince = (askedAt: number, document: PlanInput, versions: readonly (RatePlanVersion | undefined)[]) =>
  versions.find(
    (version) => version !== undefined && version.createdAt >= askedAt && isDeepStrictEqual(version.document, document),
  );

/** What is wrong with the decks that a plan names: each must have a version in force once the plan is. */
async function lineWithoutDeck({ lines, tiers = [], currency, effectiveFrom }: Plan): Promise<string | undefined> {
  const ofTiers = tiers.flatMap((tier, index) => placed(tier.lines ?? [], `Tiers.${index}.Lines`));
  for (const { at: path, price } of [...placed(lines, 'Lines'), ...ofTiers]) {
    if (price.model !== 'deck' || price.deck === undefined) continue;
    const version = versionAt(await deckVersions(price.deck), Date.parse(effectiveFrom));
    const at = `${path}.Price.Deck`;
    if (version === undefined) return `${at}: there is no deck ${price.deck} in force at ${effectiveFrom}`;
    if (version.currency !== currency) return `${at}: ${price.deck} is in ${version.currency}, the plan in ${currency}`;
  }
  return undefined;
}

const placed = (lines: Plan['lines'], at: string) => lines.map(({ price }, index) => ({ at: `${at}.${index}`, price }));

/** What is wrong with the first limit that would have to refuse uses of which nobody knows before they are over. */
function limitThatNobodyHolds({ tiers = [] }: Plan): string | undefined {
  const refusable = meters.filter((meter) => meter.refusable === true).map(({ name }) => name);
  for (const [index, { limits = [] }] of tiers.entries()) {
    const limit = limits.findIndex(
      ({ meter, atLimit }) => atLimit === 'refuse' && meter !== undefined && !refusable.includes(meter),
    );
    if (limit >= 0)
      return `Tiers.${index}.Limits.${limit}.AtLimit: refuse is for ${refusable.join(', ')}; of other meters overage`;
  }
  return undefined;
}

/** What is wrong where a version leaves a tier out that another has: the accounts on it would have no price. */
function droppedTier({ tiers = [], plan }: Plan, others: readonly (RatePlanVersion | undefined)[]): string | undefined {
  const named = others.flatMap((other) => [...(other?.rating.tiers.keys() ?? [])]);
  const dropped = named.find((name) => tiers.every((tier) => tier.name !== name));
  return dropped === undefined ? undefined : `Tiers: ${plan} has a tier ${dropped}, and needs it in every version`;
}
