import { pursesOf } from '../../lib/balance/purse.ts';
import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { sealsOf } from '../../lib/metering/seal.ts';
import { billingDay, type Span } from '../../lib/period/day.ts';
import { daysOf, type Period, period as spanOfPeriod } from '../../lib/period/period.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import type { RatingPlan } from '../../lib/rating/rating-plan.ts';
import { segmentOf, segmentOfLine } from '../../lib/statement/adjust-accounts.ts';
import type { AccountUsage, PlanInForce } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { finalDayOf } from './closing.ts';
import { plansInForce } from './plans-in-force.ts';

/** What an account used in a period, up to its last day where it is closed: lines, seals, and the plans in force. */
export async function gatherUsage(account: Account, period: Period): Promise<AccountUsage> {
  const first = billingDay(account.createdAt, account.zone);
  const last = finalDayOf(account) ?? '99999999';
  const days = daysOf(period).filter((day) => day >= first && day <= last);
  const [seals, profiles, purseOf] = await Promise.all([
    sealsOf(account.sid, period),
    loadProfiles(account.sid),
    pursesOf(account.sid),
  ]);
  // What is sealed without a line will never have one.
  const empty = new Set(seals.filter(({ lines }) => lines === 0).map(({ day }) => day));
  const all = (
    await Promise.all(days.filter((day) => !empty.has(day)).map((day) => linesOfDay(account.sid, day)))
  ).flat();
  const named = [...all.map(({ plan }) => plan), ...(profiles?.profiles ?? []).map(({ plan }) => plan)];
  const versions = await versionsOf(named.filter((plan) => plan !== undefined));
  const billed = billedSpan(account, period);
  const { startsAt } = spanOfPeriod(period, account.zone);
  const inForce = plansInForce(profiles?.profiles ?? [], versions, billed);
  return {
    plansInForce: [...inForce, ...plansOfEarlierUse(inForce, all, versions, startsAt)],
    seals,
    lines: all,
    paid: new Set(all.filter((line) => purseOf(line)?.purse === 'BALANCE').map(({ id }) => id)),
  };
}

/** The part of a period in which an account was there, and plans are in force for it. */
export function billedSpan({ zone, createdAt, closedAt }: Account, period: Period): Span {
  const span = spanOfPeriod(period, zone);
  const endsAt = Math.min(span.endsAt, closedAt ?? span.endsAt);
  return { startsAt: Math.min(Math.max(span.startsAt, createdAt), endsAt), endsAt };
}

async function versionsOf(plans: readonly string[]): Promise<Map<string, RatingPlan[]>> {
  const names = [...new Set(plans)].sort();
  const found = await Promise.all(names.map((name) => ratePlanVersions(name)));
  return new Map(names.map((name, index) => [name, (found[index] ?? []).map(({ rating }) => rating)]));
}

/** Uses that began under a version which was over before the period: priced by it, for no time of this period. */
function plansOfEarlierUse(
  inForce: readonly PlanInForce[],
  lines: readonly LedgerLine[],
  versions: ReadonlyMap<string, readonly RatingPlan[]>,
  at: number,
): PlanInForce[] {
  const known = new Set(inForce.map(({ plan }) => segmentOf(plan)));
  const used = new Map(lines.map((line) => [segmentOfLine(line), line]));
  return [...used]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([key, { plan, version, tier, microService }]) => {
      if (known.has(key) || plan === undefined) return [];
      const whole = versions.get(plan)?.find((candidate) => candidate.version === version);
      const found = tier === undefined ? whole : whole?.tiers.get(tier);
      return found === undefined ? [] : [{ microService, plan: found, startsAt: at, endsAt: at }];
    });
}
