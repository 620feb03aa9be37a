import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalInteger, optionalText } from '../../lib/http/parameter.ts';
import { nextPageUri } from '../../lib/http/schema.ts';
import { ratePlanList, ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { pageOfNames } from './page-of-names.ts';
import { RatePlanVersion } from './rate-plan-answer.ts';
import { ratePlanRepresentation } from './rate-plan-document.ts';

export const ListRatePlans = z.object({ PageSize: optionalInteger(1, 100), PageToken: optionalText(100) });
export const FetchRatePlan = z.object({ Plan: z.string() });

export const RatePlanList = z.object({
  RatePlans: z.array(z.object({ Plan: z.string(), Uri: z.string() })),
  NextPageUri: nextPageUri(),
});
export const RatePlanVersions = z.object({ Plan: z.string(), Versions: z.array(RatePlanVersion) });

/** The names of the operator's rate plans, the youngest first. */
export async function listRatePlans({
  parameters: { PageSize = 50, PageToken },
}: TenantRequest<z.infer<typeof ListRatePlans>>): Promise<Answer> {
  const { names, next } = await pageOfNames(ratePlanList, PageSize, PageToken);
  return json({
    RatePlans: names.map((plan) => ({ Plan: plan, Uri: `/v1/RatePlans/${plan}` })),
    NextPageUri: next && `/v1/RatePlans?${next}`,
  });
}

/** A rate plan with all its versions, the latest first. */
export async function fetchRatePlan({
  parameters: { Plan },
}: TenantRequest<z.infer<typeof FetchRatePlan>>): Promise<Answer | Refusal> {
  const versions = await ratePlanVersions(Plan);
  if (versions.length === 0) return refuse(20404, Plan);
  const shown = versions.map(({ document, rating, createdAt }) =>
    ratePlanRepresentation(document, rating.version, createdAt),
  );
  return json({ Plan, Versions: shown.toReversed() });
}
