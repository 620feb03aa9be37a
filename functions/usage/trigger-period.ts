import { type Day, dashedDay, gmtDay } from '../../lib/period/day.ts';
import type { DaySpan } from './calendar.ts';
import type { Trigger } from './trigger.ts';

/** A span in which a trigger fires once at most: `2026-11-24`, `2026-11`, `2026` or `alltime`. */
export type TriggerPeriod = { readonly name: string; readonly span: DaySpan };

const millisecondsADay = 86_400_000;
/** Use that is rated so late after its period's end still fires a trigger; later use does not. */
const lookBackDays = 2;
/** More than there are daily periods to look back to. */
const firedKept = 5;

type Recurring = Trigger['recurring'];

/** A trigger's period at an instant. `since` is the account's first day: alltime begins there. */
export function periodOf(recurring: Recurring, at: number, since: Day): TriggerPeriod {
  const day = gmtDay(at);
  const [year, month] = [day.slice(0, 4), day.slice(0, 6)];
  switch (recurring) {
    case 'daily':
      return { name: dashedDay(day), span: { from: day, to: day } };
    case 'monthly':
      return { name: dashedDay(day).slice(0, 7), span: { from: `${month}01`, to: `${month}31` } };
    case 'yearly':
      return { name: year, span: { from: `${year}0101`, to: `${year}1231` } };
    case 'alltime':
      return { name: 'alltime', span: { from: since, to: day } };
  }
}

/**
 * The periods in which a trigger may fire now, the earliest first: this one, and those that ended within two days, since
 * their last use may just have been rated. Not those that were over when it was made, nor those in which it fired.
 */
export function openPeriods(
  trigger: Pick<Trigger, 'recurring' | 'createdAt' | 'fired'>,
  since: Day,
  now: number,
): TriggerPeriod[] {
  const first = periodOf(trigger.recurring, trigger.createdAt, since).name;
  const periods = new Map<string, TriggerPeriod>();
  for (let daysAgo = lookBackDays; daysAgo >= 0; daysAgo -= 1) {
    const period = periodOf(trigger.recurring, now - daysAgo * millisecondsADay, since);
    if (period.name >= first && !trigger.fired.includes(period.name)) periods.set(period.name, period);
  }
  return [...periods.values()];
}

/** The periods to remember once a trigger has fired in one more: the latest few, which no look back goes beyond. */
export const withFired = (fired: readonly string[], name: string): string[] =>
  [...fired, name].sort().slice(-firedKept);
