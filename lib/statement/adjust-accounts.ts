import { adjust } from '../rating/adjust.ts';
import { correctionsMeter, type LedgerLine } from '../rating/ledger-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import type { AccountUsage, PlanInForce, StatementAdjustment } from './statement.ts';

/** An account on a statement. */
export type OnStatement = AccountUsage & { readonly sid: string; readonly name: string };

/** What has tiers, limits and commitments of its own within a period: a plan's version, or a named tier of one (rule 14). */
export const segmentOf = ({ name, version, tier }: RatingPlan): string => segmentNamed(name, version, tier?.name);

/** The segment to which a line belongs. */
export const segmentOfLine = ({ plan, version, tier }: LedgerLine): string => segmentNamed(plan, version, tier);

const segmentNamed = (plan?: string, version?: number, tier?: string): string =>
  tier === undefined ? `${plan}#${version}` : `${plan}#${version}#${tier}`;

const keyOf = ({ plan }: PlanInForce): string => segmentOf(plan);

/**
 * Adjustments of each plan version over its own lines: a change of plan starts the tiers anew (billing.md, rule 14).
 * Each account fills tiers, allowances and commitments by itself, unless the plan pools them.
 */
export function adjustAccounts(accounts: readonly OnStatement[], periodMs: number): StatementAdjustment[] {
  for (const account of accounts) assertPlansGiven(account);
  const pooled = accounts.flatMap(({ plansInForce }) => plansInForce.filter(({ plan }) => plan.plan.pooled === true));
  const lines = accounts.flatMap((account) => account.lines);
  const own = accounts.flatMap(({ sid, plansInForce, lines: used }) =>
    adjustAll(
      plansInForce.filter(({ plan }) => plan.plan.pooled !== true),
      used,
      periodMs,
      sid,
    ),
  );
  return [...own, ...adjustAll(pooled, lines, periodMs, undefined)];
}

function adjustAll(
  plans: readonly PlanInForce[],
  lines: readonly LedgerLine[],
  periodMs: number,
  accountSid: string | undefined,
): StatementAdjustment[] {
  const byVersion = Map.groupBy(plans, keyOf);
  return [...byVersion.keys()].sort().flatMap((key) => {
    const inForce = byVersion.get(key) ?? [];
    const plan = inForce[0]?.plan;
    if (plan === undefined) return [];
    const own = lines.filter((line) => segmentOfLine(line) === key);
    const segment = { inForceMs: coveredMs(inForce), periodMs };
    return adjust(own, plan, segment).map((each) => ({
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

function assertPlansGiven({ plansInForce, lines }: OnStatement): void {
  const known = new Set(plansInForce.map(keyOf));
  for (const line of lines) {
    const { id, unrated, meter } = line;
    if (unrated === undefined && meter !== correctionsMeter && !known.has(segmentOfLine(line)))
      throw new Error(`${id}: no plan ${segmentOfLine(line)} given.`);
  }
}
