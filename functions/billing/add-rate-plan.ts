import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { deckVersions } from '../../lib/metering/deck-version.ts';
import { putRatePlan, ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { type Plan, type PlanInput, readPlan } from '../../lib/rating/plan.ts';
import { versionAt } from '../../lib/rating/rating-plan.ts';
import { commit } from '../../lib/store/commit.ts';
import { faultInApiNames, fromApiNames, ratePlanRepresentation } from './rate-plan-document.ts';

/** An item of the table holds 400 KB; longer decks have a place of their own. */
const documentCharactersMax = 90_000;
const faultsShown = 5;

export const AddRatePlan = z.record(z.string(), z.unknown());

/**
 * Stores a rate plan, or the next version of one: versions are immutable and numbered from 1. A plan's first version may
 * be in force since any time; a later one begins in the future, since what is past is priced.
 */
export async function addRatePlan({
  parameters,
  caller,
  now,
}: TenantRequest<Record<string, unknown>>): Promise<Answer | Refusal> {
  const document = fromApiNames(parameters) as PlanInput;
  const read = readPlan(document);
  if ('faults' in read) return refuse(20001, read.faults.slice(0, faultsShown).map(faultInApiNames).join('; '));
  const { plan, currency, effectiveFrom } = read.plan;
  if (JSON.stringify(document).length > documentCharactersMax) {
    return refuse(20001, `the plan is longer than ${documentCharactersMax} characters`);
  }
  const withoutDeck = await lineWithoutDeck(read.plan);
  if (withoutDeck !== undefined) return refuse(20001, withoutDeck);
  const [first, ...later] = await ratePlanVersions(plan);
  if (first !== undefined && first.document.currency !== currency) {
    return refuse(20001, `Currency: ${plan} is in ${first.document.currency}`);
  }
  if (first !== undefined && Date.parse(effectiveFrom) < now) {
    return refuse(20001, `EffectiveFrom: ${effectiveFrom} is over, and its usage is priced by an earlier version`);
  }
  const version = first === undefined ? 1 : later.length + 2;
  if ((await commit([putRatePlan(document, version, { by: caller.sid, at: now })])) === 'lost') {
    return refuse(20409, `version ${version} of ${plan} was stored at once`);
  }
  return json(ratePlanRepresentation(document, version, now), 201);
}

/** What is wrong with the decks that a plan names: each must have a version in force once the plan is. */
async function lineWithoutDeck({ lines, currency, effectiveFrom }: Plan): Promise<string | undefined> {
  for (const [index, { price }] of lines.entries()) {
    if (price.model !== 'deck' || price.deck === undefined) continue;
    const version = versionAt(await deckVersions(price.deck), Date.parse(effectiveFrom));
    const at = `Lines.${index}.Price.Deck`;
    if (version === undefined) return `${at}: there is no deck ${price.deck} in force at ${effectiveFrom}`;
    if (version.currency !== currency) return `${at}: ${price.deck} is in ${version.currency}, the plan in ${currency}`;
  }
  return undefined;
}
