import { pursesOf } from '../../lib/balance/purse.ts';
import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { linesByDay } from '../../lib/metering/rollup.ts';
import { sealsOf } from '../../lib/metering/seal.ts';
import { billingDay, type Span } from '../../lib/period/day.ts';
import { daysOf, type Period, period as spanOfPeriod } from '../../lib/period/period.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import type { RatingPlan } from '../../lib/rating/rating-plan.ts';
import type { SegmentUse } from '../../lib/statement/account-sums.ts';
import { segmentOf, segmentOfLine } from '../../lib/statement/adjust-accounts.ts';
import type { AccountUsage, PlanInForce } from '../../lib/statement/statement.ts';
import type { LineTerms } from '../../lib/statement/statement-sums.ts';
import type { Account } from '../../lib/store/account.ts';
import { finalDayOf } from './closing.ts';
import { plansInForce } from './plans-in-force.ts';
import type { CountedDays } from './slices.ts';

/** All of an account's usage of a period but its lines, and what lines do not say of themselves. */
export type GatheredTerms = {
  readonly days: CountedDays;
  readonly seals: AccountUsage['seals'];
  readonly terms: LineTerms;
  /** Has the plans of lines at hand: before they are summed up. */
  readonly know: (lines: readonly LedgerLine[]) => Promise<void>;
  /** The plans in force, and those of earlier use, which lines of these segments have. */
  readonly plansWith: (used: ReadonlyMap<string, SegmentUse>) => PlanInForce[];
};

/** What an account used in a period, up to its last day where it is closed: seals, plans, and how many lines there are; the lines themselves are not read. */
export async function gatherTerms(account: Account, period: Period): Promise<GatheredTerms> {
  const [seals, profiles, purseOf] = await Promise.all([
    sealsOf(account.sid, period),
    loadProfiles(account.sid),
    pursesOf(account.sid),
  ]);
  const own = profiles?.profiles ?? [];
  const versions = new Map<string, RatingPlan[]>();
  const load = async (plans: readonly string[]) => {
    const unknown = [...new Set(plans)].filter((plan) => !versions.has(plan));
    await Promise.all(
      unknown.map(async (plan) =>
        versions.set(
          plan,
          (await ratePlanVersions(plan)).map(({ rating }) => rating),
        ),
      ),
    );
  };
  await load(own.map(({ plan }) => plan));
  const inForce = plansInForce(own, versions, billedSpan(account, period));
  const bySegment = new Map(inForce.toReversed().map(({ plan }) => [segmentOf(plan), plan]));
  const { startsAt } = spanOfPeriod(period, account.zone);
  return {
    days: { sid: account.sid, zone: account.zone, days: await countedDays(account, period, seals) },
    seals,
    terms: {
      planOf: (line) => bySegment.get(segmentOfLine(line)) ?? earlierPlan(line, versions),
      isPaid: (line) => purseOf(line)?.purse === 'BALANCE',
    },
    know: (lines) => load(lines.flatMap(({ plan }) => plan ?? [])),
    plansWith: (used) => [...inForce, ...plansOfEarlierUse(inForce, used, versions, startsAt)],
  };
}

/** The days of a period in which an account was there: as they are sealed, else as the rollups count them. */
async function countedDays(
  account: Account,
  period: Period,
  seals: AccountUsage['seals'],
): Promise<CountedDays['days']> {
  const first = billingDay(account.createdAt, account.zone);
  const last = finalDayOf(account) ?? '99999999';
  const days = daysOf(period).filter((day) => day >= first && day <= last);
  const counts = new Map(seals.map(({ day, lines }) => [day, lines]));
  const open = days.filter((day) => !counts.has(day));
  const [from, to] = [open[0], open.at(-1)];
  if (from !== undefined && to !== undefined) {
    for (const [day, lines] of await linesByDay(account.sid, from, to)) if (!counts.has(day)) counts.set(day, lines);
  }
  return days.map((day) => ({ day, lines: counts.get(day) ?? 0 }));
}

/** What an account used in a period with all its lines: for what needs them together. */
export async function gatherUsage(account: Account, period: Period): Promise<AccountUsage> {
  const { days, seals, terms, know, plansWith } = await gatherTerms(account, period);
  const used = days.days.filter((day) => day.lines > 0);
  const lines = (await Promise.all(used.map(({ day }) => linesOfDay(account.sid, day)))).flat();
  await know(lines);
  const segments = new Map(lines.map((line) => [segmentOfLine(line), line]));
  const paid = new Set(lines.filter(terms.isPaid).map(({ id }) => id));
  return { plansInForce: plansWith(segments), seals, lines, paid };
}

/** The part of a period in which an account was there, and plans are in force for it. */
export function billedSpan({ zone, createdAt, closedAt }: Account, period: Period): Span {
  const span = spanOfPeriod(period, zone);
  const endsAt = Math.min(span.endsAt, closedAt ?? span.endsAt);
  return { startsAt: Math.min(Math.max(span.startsAt, createdAt), endsAt), endsAt };
}

/** Uses that began under a version which was over before the period: priced by it, for no time of this period. */
function plansOfEarlierUse(
  inForce: readonly PlanInForce[],
  used: ReadonlyMap<string, SegmentUse>,
  versions: ReadonlyMap<string, readonly RatingPlan[]>,
  at: number,
): PlanInForce[] {
  const known = new Set(inForce.map(({ plan }) => segmentOf(plan)));
  return [...used]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([key, use]) => {
      const plan = known.has(key) ? undefined : earlierPlan(use, versions);
      return plan === undefined ? [] : [{ microService: use.microService, plan, startsAt: at, endsAt: at }];
    });
}

/** The plan's version, or its named tier, that a use names. */
function earlierPlan(
  { plan, version, tier }: Pick<SegmentUse, 'plan' | 'version' | 'tier'>,
  versions: ReadonlyMap<string, readonly RatingPlan[]>,
): RatingPlan | undefined {
  const whole = plan === undefined ? undefined : versions.get(plan)?.find((each) => each.version === version);
  return tier === undefined ? whole : whole?.tiers.get(tier);
}
