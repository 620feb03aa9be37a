import { adjustmentsOf } from '../rating/adjust.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import { noSums, type SegmentSums } from '../rating/segment-sums.ts';
import type { AccountTerms, PlanInForce, StatementAdjustment } from './statement.ts';

/** An account on a statement. */
export type OnStatement = AccountTerms & { readonly sid: string; readonly name: string };

/** What has tiers, limits and commitments of its own within a period: a plan's version, or a named tier of one (rule 14). */
export const segmentOf = ({ name, version, tier }: RatingPlan): string => segmentNamed(name, version, tier?.name);

/** The segment to which a line belongs. */
export const segmentOfLine = ({ plan, version, tier }: Pick<LedgerLine, 'plan' | 'version' | 'tier'>): string =>
  segmentNamed(plan, version, tier);

const segmentNamed = (plan?: string, version?: number, tier?: string): string =>
  tier === undefined ? `${plan}#${version}` : `${plan}#${version}#${tier}`;

const keyOf = ({ plan }: PlanInForce): string => segmentOf(plan);

/** The sums of segments over their lines, by account and segment; of what a plan pools, by the segment alone. */
export type SumsOfSegments = Map<string, SegmentSums>;

/** The name under which the sums of an account's segment stand. */
export const sumsKey = (accountSid: string, plan: RatingPlan): string =>
  plan.plan.pooled === true ? segmentOf(plan) : `${accountSid} ${segmentOf(plan)}`;

/**
 * Adjustments of each plan version over its own lines: a change of plan starts the tiers anew (billing.md, rule 14).
 * Each account fills tiers, allowances and commitments by itself, unless the plan pools them.
 */
export function adjustAccounts(
  accounts: readonly OnStatement[],
  sums: SumsOfSegments,
  periodMs: number,
): StatementAdjustment[] {
  const pooled = accounts.flatMap(({ plansInForce }) => plansInForce.filter(({ plan }) => plan.plan.pooled === true));
  const own = accounts.flatMap(({ sid, plansInForce }) =>
    adjustAll(
      plansInForce.filter(({ plan }) => plan.plan.pooled !== true),
      sums,
      periodMs,
      sid,
    ),
  );
  return [...own, ...adjustAll(pooled, sums, periodMs, undefined)];
}

function adjustAll(
  plans: readonly PlanInForce[],
  sums: SumsOfSegments,
  periodMs: number,
  accountSid: string | undefined,
): StatementAdjustment[] {
  const byVersion = Map.groupBy(plans, keyOf);
  return [...byVersion.keys()].sort().flatMap((key) => {
    const inForce = byVersion.get(key) ?? [];
    const plan = inForce[0]?.plan;
    if (plan === undefined) return [];
    const segment = { inForceMs: coveredMs(inForce), periodMs };
    const own = sums.get(sumsKey(accountSid ?? '', plan)) ?? noSums(plan);
    return adjustmentsOf(own, plan, segment).map((each) => ({
      ...each,
      accountSid,
      plan: plan.name,
      version: plan.version,
      ...(plan.tier !== undefined && { tier: plan.tier.name }),
    }));
  });
}

/** How long at least one of the spans holds: two micro-services on one plan owe its commitment once. */
function coveredMs(spans: readonly PlanInForce[]): number {
  let covered = 0;
  let end = 0;
  for (const { startsAt, endsAt } of [...spans].sort((left, right) => left.startsAt - right.startsAt)) {
    covered += Math.max(0, endsAt - Math.max(startsAt, end));
    end = Math.max(end, endsAt);
  }
  return covered;
}
