import { adjust } from '../rating/adjust.ts';
import { correctionsMeter, type LedgerLine } from '../rating/ledger-line.ts';
import type { AccountUsage, PlanInForce, StatementAdjustment } from './statement.ts';

/** An account on a statement. */
export type OnStatement = AccountUsage & { readonly sid: string; readonly name: string };

const keyOf = ({ plan }: PlanInForce): string => `${plan.name}#${plan.version}`;

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
    const own = lines.filter((line) => line.plan === plan.name && line.version === plan.version);
    const segment = { inForceMs: coveredMs(inForce), periodMs };
    return adjust(own, plan, segment).map((each) => ({
      ...each,
      accountSid,
      plan: plan.name,
      version: plan.version,
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
  for (const { id, plan, version, unrated, meter } of lines) {
    if (unrated === undefined && meter !== correctionsMeter && !known.has(`${plan}#${version}`))
      throw new Error(`${id}: no plan ${plan}#${version} given.`);
  }
}
