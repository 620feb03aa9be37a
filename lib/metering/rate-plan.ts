import { Entity } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { type PlanInput, PlanSchema } from '../rating/plan.ts';
import { type RatingPlan, ratingPlan } from '../rating/rating-plan.ts';
import { standardPlans } from '../rating/standard-plan.ts';
import type { Write } from '../store/commit.ts';
import { timeKey } from '../store/due.ts';
import { listAttributes } from '../store/resource.ts';
import { table } from '../store/table.ts';

const versionDigits = 6;

/** A version of a rate plan. Put if absent; never changed. */
const RatePlanEntity = new Entity({
  name: 'rate-plan',
  table,
  timestamps: false,
  schema: item({
    plan: string().key().savedAs('PK').transform(prefix('PLA')),
    /** Six digits, so that text order is the order of versions. */
    version: string().key().savedAs('SK').transform(prefix('V')),
    /** The plan's JSON as it was given. */
    document: string(),
    createdBy: string(),
    createdAt: number(),
    ...listAttributes,
  }),
});

/** A stored version: the document as given, ready to show, and the plan, ready to rate with. */
export type RatePlanVersion = {
  readonly document: PlanInput;
  readonly createdAt: number;
  readonly rating: RatingPlan;
};

/** Puts a plan's version that must not be there yet. First versions stand in the operator's list of plans. */
export const putRatePlan = (
  document: PlanInput,
  version: number,
  created: { readonly by: string; readonly at: number },
): Write =>
  RatePlanEntity.build(PutTransaction)
    .item({
      plan: document.plan,
      version: String(version).padStart(versionDigits, '0'),
      document: JSON.stringify(document),
      createdBy: created.by,
      createdAt: created.at,
      ...(version === 1 && { listPK: ratePlanList, listSK: `${timeKey(created.at)}#${document.plan}` }),
    })
    .options({ condition: { attr: 'plan', exists: false } });

/** The partition of the `list` index in which every plan stands once. */
export const ratePlanList = 'platform#rate-plan';

/** The standard plans of a new platform, for the transaction that enrols its operator. */
export const putStandardPlans = (operatorSid: string, at: number): Write[] =>
  standardPlans().map((document) => putRatePlan(document, 1, { by: operatorSid, at }));

/** Every version of a plan, oldest first; none when there is no such plan. */
export async function ratePlanVersions(plan: string): Promise<RatePlanVersion[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(RatePlanEntity)
    .query({ partition: `PLA#${plan}` })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(({ document, version, createdAt }) => {
    const given: PlanInput = JSON.parse(document);
    return { document: given, createdAt, rating: ratingPlan(PlanSchema.parse(given), Number(version)) };
  });
}
