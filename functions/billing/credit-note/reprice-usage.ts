import { loadProfiles, planFinder } from '../../../lib/metering/plan-in-force.ts';
import { raterAsOf } from '../../../lib/metering/rater-as-of.ts';
import { type UsageEvent, usageEventsOfDay } from '../../../lib/metering/usage-event.ts';
import { billingDay } from '../../../lib/period/day.ts';
import type { Period } from '../../../lib/period/period.ts';
import { correctionsMeter, isRerated, type LedgerLine } from '../../../lib/rating/ledger-line.ts';
import type { Repricing } from '../../../lib/statement/credit-note/credit-note.ts';
import type { AccountUsage, PlanInForce } from '../../../lib/statement/statement.ts';
import type { Account } from '../../../lib/store/account.ts';
import { billedSpan } from '../gather-usage.ts';

type At = Repricing & { readonly period: Period; readonly now: number };

/**
 * An account's usage of a closed period as other prices make it: each rated use that began at `since` or later by the profile,
 * plan and deck in force at `pricesAsOf`, which hold for that part of the period. Corrections, and uses that never had a
 * price, stay as they are. A line that finds no price comes back UNRATED.
 */
export async function repriceUsage(account: Account, usage: AccountUsage, at: At): Promise<AccountUsage> {
  const isConcerned = ({ meter, unrated, startedAt }: LedgerLine) =>
    meter !== correctionsMeter && unrated === undefined && startedAt >= (at.since ?? 0);
  const events = await eventsOf(account, usage.lines.filter(isConcerned));
  const rate = raterAsOf(at.pricesAsOf, at.now);
  const lines: LedgerLine[] = [];
  for (const line of usage.lines) {
    if (!isConcerned(line)) lines.push(line);
    else lines.push(sameLine(line, await rate(eventOf(line, events))));
  }
  return { ...usage, lines, plansInForce: await plansAsOf(account, usage.plansInForce, at) };
}

/** The new price of a line that keeps its name and its place. */
const sameLine = ({ id, day, lateFor, corrects }: LedgerLine, rated: LedgerLine): LedgerLine => ({
  ...rated,
  id,
  day,
  ...(lateFor !== undefined && { lateFor }),
  ...(corrects !== undefined && { corrects }),
});

/** The use of a line: one that was rated again has its UNRATED line's. */
const useOf = (line: LedgerLine): string => (isRerated(line) ? (line.corrects ?? line.id) : line.id);

function eventOf(line: LedgerLine, events: ReadonlyMap<string, UsageEvent>): UsageEvent {
  const event = events.get(useOf(line));
  if (event === undefined) throw new Error(`${line.accountSid} ${line.day}: ${line.id} has no usage event.`);
  return event;
}

async function eventsOf({ sid, zone }: Account, lines: readonly LedgerLine[]): Promise<Map<string, UsageEvent>> {
  const days = [...new Set(lines.map(({ finalizedAt }) => billingDay(finalizedAt, zone)))];
  const found = await Promise.all(days.map((day) => usageEventsOfDay(sid, day)));
  return new Map(found.flat().map((event) => [event.id, event]));
}

/** The plans that were in force until `since`, then those of `pricesAsOf`. */
async function plansAsOf(account: Account, before: readonly PlanInForce[], at: At): Promise<PlanInForce[]> {
  const { startsAt, endsAt } = billedSpan(account, at.period);
  const cut = Math.min(Math.max(at.since ?? startsAt, startsAt), endsAt);
  const kept = before.map((each) => ({
    ...each,
    startsAt: Math.min(each.startsAt, cut),
    endsAt: Math.min(each.endsAt, cut),
  }));
  const findPlan = planFinder();
  const profiles = (await loadProfiles(account.sid))?.profiles ?? [];
  const known = profiles.filter(({ validFrom }) => validFrom <= at.pricesAsOf);
  const names = [...new Set(known.map(({ microService }) => microService))].sort();
  const found: PlanInForce[] = [];
  for (const microService of names) {
    const plan = await findPlan({ accountSid: account.sid, microService, startedAt: at.pricesAsOf }, at.now);
    if (plan !== undefined) found.push({ microService, plan, startsAt: cut, endsAt });
  }
  return [...kept, ...found];
}
