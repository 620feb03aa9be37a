import { roundToMinor } from '../money/currency.ts';
import { add, sum, zero } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import { daysOf, period } from '../period/period.ts';
import { adjust } from '../rating/adjust.ts';
import { inBillingOrder, type LedgerLine } from '../rating/ledger-line.ts';
import { groupLines } from './group-lines.ts';
import type { PlanInForce, Statement, StatementAdjustment, StatementInput } from './statement.ts';

/**
 * The statement of an account for a period: a pure function, the same for every order of the lines (billing.md, rule 9).
 * Throws where its input contradicts itself: such a statement must not exist.
 */
export function makeStatement(input: StatementInput): Statement {
  const { operator, account, previous } = input;
  const span = period(input.period, account.zone);
  const lines = [...input.lines].sort(inBillingOrder);
  const adjustments = adjustAll(input.plansInForce, lines, span.endsAt - span.startsAt);
  const days = daysOf(input.period).map((day) => ofDay(day, lines));
  assertSealed(input, days);
  const total = sum([...lines, ...adjustments].map(({ amount }) => amount));
  const carriedIn = previous?.carriedOut ?? zero;
  const { payable, remainder } = roundToMinor(add(total, carriedIn), account.currency);
  return {
    number: `${account.sid}-${input.period}-${input.sequence}`,
    operator: { name: operator.name },
    account: { sid: account.sid, name: account.name },
    currency: account.currency,
    period: { name: input.period, zone: account.zone, ...span },
    plans: input.plansInForce.map(({ plan: { name, version }, microService, startsAt, endsAt }) => ({
      microService,
      plan: name,
      version,
      startsAt,
      endsAt,
    })),
    groups: groupLines(lines, input.units),
    adjustments,
    unrated: lines.filter((line) => line.unrated !== undefined).length,
    days,
    seals: input.seals,
    total,
    carriedIn,
    payable,
    carriedOut: remainder,
    previousNumber: previous?.number,
    prevSha256: previous?.sha256,
  };
}

/** Adjustments of each plan version over its own lines: a change of plan starts the tiers anew (billing.md, rule 14). */
function adjustAll(
  plans: readonly PlanInForce[],
  lines: readonly LedgerLine[],
  periodMs: number,
): StatementAdjustment[] {
  const byVersion = Map.groupBy(plans, ({ plan }) => `${plan.name}#${plan.version}`);
  const known = new Set(byVersion.keys());
  for (const { id, plan, version, unrated } of lines) {
    if (unrated === undefined && !known.has(`${plan}#${version}`))
      throw new Error(`${id}: no plan ${plan}#${version} given.`);
  }
  return [...byVersion.keys()].sort().flatMap((key) => {
    const inForce = byVersion.get(key) ?? [];
    const plan = inForce[0]?.plan;
    if (plan === undefined) return [];
    const own = lines.filter((line) => line.plan === plan.name && line.version === plan.version);
    const segment = { inForceMs: coveredMs(inForce), periodMs };
    return adjust(own, plan, segment).map((each) => ({ ...each, plan: plan.name, version: plan.version }));
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

function ofDay(day: Day, lines: readonly LedgerLine[]): Statement['days'][number] {
  const own = lines.filter((line) => line.day === day);
  return { day, lines: own.length, amount: sum(own.map(({ amount }) => amount)) };
}

/** Seals and lines tell the same, or the statement would not be recomputable from what was sealed. */
function assertSealed({ account, period: name, seals, lines }: StatementInput, days: Statement['days']): void {
  const counted = days.reduce((total, day) => total + day.lines, 0);
  if (counted !== lines.length)
    throw new Error(`${account.sid} ${name}: ${lines.length - counted} lines of other days.`);
  for (const seal of seals) {
    const day = days.find((each) => each.day === seal.day);
    if (day?.lines === seal.lines && day.amount === seal.amount) continue;
    throw new Error(
      `${account.sid} ${seal.day}: sealed ${seal.lines} lines, ${seal.amount}; found ${day?.lines}, ${day?.amount}.`,
    );
  }
}
