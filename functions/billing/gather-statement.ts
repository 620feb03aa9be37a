import { loadAccount } from '../../lib/access/account-access.ts';
import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { sealsOf } from '../../lib/metering/seal.ts';
import { isCurrency } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import { daysOf, type Period, period as spanOfPeriod } from '../../lib/period/period.ts';
import type { RatingPlan } from '../../lib/rating/rating-plan.ts';
import type { PlanInForce, StatementInput } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import { meters } from '../registry.ts';
import { plansInForce } from './plans-in-force.ts';
import { statementsOf } from './statement-item.ts';

const units = Object.fromEntries(meters.map(({ name, unit }) => [name, unit]));

/** Everything that an account's statement of a period is made of, read from the table. */
export async function gatherStatement(account: Account, period: Period): Promise<StatementInput> {
  if (!isCurrency(account.currency))
    throw new Error(`${account.sid} has a currency without minor unit: ${account.currency}`);
  const [operator, lines, seals, profiles, [previous]] = await Promise.all([
    operatorOf(account),
    Promise.all(daysOf(period).map((day) => linesOfDay(account.sid, day))),
    sealsOf(account.sid, period),
    loadProfiles(account.sid),
    statementsOf(account.sid, { before: period, limit: 1 }),
  ]);
  const all = lines.flat();
  const named = [...all.map(({ plan }) => plan), ...(profiles?.profiles ?? []).map(({ plan }) => plan)];
  const versions = await versionsOf(named.filter((plan) => plan !== undefined));
  const span = spanOfPeriod(period, account.zone);
  const billed = { startsAt: Math.min(Math.max(span.startsAt, account.createdAt), span.endsAt), endsAt: span.endsAt };
  const inForce = plansInForce(profiles?.profiles ?? [], versions, billed);
  return {
    operator: { name: operator.friendlyName },
    account: { sid: account.sid, name: account.friendlyName, zone: account.zone, currency: account.currency },
    period,
    sequence: 1,
    plansInForce: [...inForce, ...plansOfEarlierUse(inForce, all, versions, span.startsAt)],
    seals,
    lines: all,
    previous: previous && {
      number: previous.number,
      sha256: previous.sha256,
      carriedOut: nano(BigInt(previous.carriedOut)),
    },
    units,
  };
}

async function operatorOf(account: Account): Promise<Account> {
  let found = account;
  while (found.role !== 'operator') {
    const parent = found.parentSid === undefined ? undefined : await loadAccount(found.parentSid);
    if (parent === undefined) throw new Error(`${found.sid} belongs to no operator.`);
    found = parent;
  }
  return found;
}

async function versionsOf(plans: readonly string[]): Promise<Map<string, RatingPlan[]>> {
  const names = [...new Set(plans)].sort();
  const found = await Promise.all(names.map((name) => ratePlanVersions(name)));
  return new Map(names.map((name, index) => [name, (found[index] ?? []).map(({ rating }) => rating)]));
}

/** Uses that began under a version which was over before the period: priced by it, for no time of this period. */
function plansOfEarlierUse(
  inForce: readonly PlanInForce[],
  lines: StatementInput['lines'],
  versions: ReadonlyMap<string, readonly RatingPlan[]>,
  at: number,
): PlanInForce[] {
  const known = new Set(inForce.map(({ plan }) => `${plan.name}#${plan.version}`));
  const used = new Map(lines.map((line) => [`${line.plan}#${line.version}`, line]));
  return [...used]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([key, { plan, version, microService }]) => {
      if (known.has(key) || plan === undefined) return [];
      const found = versions.get(plan)?.find((candidate) => candidate.version === version);
      return found === undefined ? [] : [{ microService, plan: found, startsAt: at, endsAt: at }];
    });
}
