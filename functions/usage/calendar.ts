import { type Day, gmtDay, nextDay } from '../../lib/period/day.ts';

/** The sub-resources of Usage Records, by the last part of their path. */
export const granularities = [
  'AllTime',
  'Daily',
  'Monthly',
  'Yearly',
  'Today',
  'Yesterday',
  'ThisMonth',
  'LastMonth',
] as const;
export type Granularity = (typeof granularities)[number];

/** Days in GMT, both included. */
export type DaySpan = { readonly from: Day; readonly to: Day };

/** The spans that a sub-resource shows, the latest first, within the days asked for. `today` is the GMT day of now. */
export function spansOf(granularity: Granularity, asked: DaySpan, today: Day): DaySpan[] {
  const yesterday = dayBefore(today);
  const lastOfLastMonth = dayBefore(`${today.slice(0, 6)}01`);
  switch (granularity) {
    case 'AllTime':
      return [asked];
    case 'Today':
      return [{ from: today, to: today }];
    case 'Yesterday':
      return [{ from: yesterday, to: yesterday }];
    case 'ThisMonth':
      return [{ from: `${today.slice(0, 6)}01`, to: today }];
    case 'LastMonth':
      return [{ from: `${lastOfLastMonth.slice(0, 6)}01`, to: lastOfLastMonth }];
    case 'Daily':
      return cut(asked, (day) => day);
    case 'Monthly':
      return cut(asked, (day) => day.slice(0, 6));
    default:
      return cut(asked, (day) => day.slice(0, 4));
  }
}

function cut({ from, to }: DaySpan, nameOf: (day: Day) => string): DaySpan[] {
  const spans: { from: Day; to: Day }[] = [];
  for (let day = from; day <= to; day = nextDay(day)) {
    const last = spans.at(-1);
    if (last !== undefined && nameOf(last.to) === nameOf(day)) last.to = day;
    else spans.push({ from: day, to: day });
  }
  return spans.reverse();
}

const millisecondsADay = 86_400_000;

const dayBefore = (day: Day): Day => gmtDay(instantOf(day) - millisecondsADay);

const instantOf = (day: Day): number =>
  Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}T00:00:00Z`);

/** A date as Twilio takes it: `2026-11-24`, or days from today such as `-30days`. Undefined when it is neither. */
export function parseDay(text: string, today: Day): Day | undefined {
  const offset = /^([+-])(\d{1,5})days?$/.exec(text);
  if (offset !== null) {
    const days = Number(offset[2]) * (offset[1] === '-' ? -1 : 1);
    return gmtDay(instantOf(today) + days * millisecondsADay);
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March: what does not come back as it went in is no date.
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text) ? gmtDay(instant) : undefined;
}
