import { remembered } from '../access/remembered.ts';
import { hadTier } from '../metering/plan-in-force.ts';
import { ratePlanVersions } from '../metering/rate-plan.ts';
import { periodOfDay } from '../period/period.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { RatingPlan } from '../rating/rating-plan.ts';
import type { Write } from '../store/commit.ts';
import { concerning, type LimitKey, limitKey, moveInLimit, takenOf } from './limit.ts';
import { deleteLimitHold, type LimitHold, limitHoldsOf } from './limit-hold.ts';

/** What a line takes of limits, and what was kept back for it, perhaps of others. */
type Counted = {
  readonly taken: readonly { readonly key: LimitKey; readonly part: bigint }[];
  readonly hold: LimitHold | undefined;
};

/** How lines count; those that no limit concerns may be missing. */
export type Counts = ReadonlyMap<LedgerLine, Counted>;

const keptForMilliseconds = 60 * 60 * 1_000;
/** A version never changes. Keys are `<plan>#<version>#<tier>`. */
const knownTier = remembered(
  async (key) => {
    const [plan = '', version = '', tier = ''] = key.split('#');
    const versions = await ratePlanVersions(plan);
    return versions.find(({ rating }) => String(rating.version) === version)?.rating.tiers.get(tier);
  },
  { forMilliseconds: keptForMilliseconds },
);

/** Finds out what ledger lines take of their tiers' limits. Reads holds where an account is, or was, on a tier. */
export async function countsFor(lines: readonly LedgerLine[], now: number): Promise<Counts> {
  const concerned: LedgerLine[] = [];
  for (const line of lines) if (line.tier !== undefined || (await hadTier(line.accountSid, now))) concerned.push(line);
  const holds = await limitHoldsOf(concerned);
  const counts = new Map<LedgerLine, Counted>();
  for (const [index, line] of concerned.entries())
    counts.set(line, { taken: takenBy(line, await tierOf(line)), hold: holds[index] });
  return counts;
}

const tierOf = async ({ plan, version, tier }: LedgerLine): Promise<RatingPlan | undefined> =>
  tier === undefined ? undefined : knownTier(`${plan}#${version}#${tier}`);

function takenBy(line: LedgerLine, plan: RatingPlan | undefined): Counted['taken'] {
  if (plan === undefined || line.unrated !== undefined) return [];
  return concerning(plan, line.meter).map((limit) => ({
    key: limitKey(line.accountSid, periodOfDay(line.day), plan, limit),
    part: takenOf(limit, line),
  }));
}

/**
 * The writes by which lines count in their limits and their holds end, one a limit however many lines: they belong to the
 * lines' own transaction. A hold is taken away by its line alone, so that it is there whenever the line is not.
 */
export function countUses(lines: readonly LedgerLine[], counts: Counts): Write[] {
  const sums = new Map<string, { readonly key: LimitKey; readonly taken: bigint; readonly held: bigint }>();
  const move = (key: LimitKey, taken: bigint, held: bigint) => {
    const name = `${key.accountSid} ${key.limit}`;
    const before = sums.get(name) ?? { taken: 0n, held: 0n };
    sums.set(name, { key, taken: before.taken + taken, held: before.held + held });
  };
  const ended: Write[] = [];
  for (const line of lines) {
    const { taken, hold } = counts.get(line) ?? { taken: [], hold: undefined };
    for (const { key, part } of taken) move(key, part, 0n);
    if (hold === undefined) continue;
    for (const { limit, part } of hold.parts) move({ accountSid: hold.accountSid, limit }, -part, -part);
    ended.push(deleteLimitHold(hold));
  }
  return [...ended, ...[...sums.values()].map(({ key, taken, held }) => moveInLimit(key, { taken, held }))];
}
