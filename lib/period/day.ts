import { Temporal } from 'temporal-polyfill';

/** A day as `yyyymmdd`, in a time zone that stands beside it. */
export type Day = string;

/** `[startsAt, endsAt)` in epoch milliseconds. */
export interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** A zone that this runtime's time-zone database knows, by its IANA name; offsets such as `+02:00` are refused. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The account's local billing day of an instant. */
export function billingDay(epochMs: number, zone: string): Day {
  const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return compact(local.toPlainDate());
}

/** The day in GMT, as Twilio's Usage Records count them. */
export const gmtDay = (epochMs: number): Day => new Date(epochMs).toISOString().slice(0, 10).replaceAll('-', '');

/** The instants at which a local day starts and ends: 23 to 25 hours apart, and 01:00 where midnight is skipped. */
export function dayBounds(day: Day, zone: string): Span {
  const date = dateOf(day);
  return { startsAt: startOf(date, zone), endsAt: startOf(date.add({ days: 1 }), zone) };
}

export const nextDay = (day: Day): Day => compact(dateOf(day).add({ days: 1 }));

/** The days from one to another, both included. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = nextDay(day)) days.push(day);
  return days;
}

/** `2026-11-03` for `20261103`. */
export const dashedDay = (day: Day): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;

/** The first instant of a local date. */
export const startOf = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime({ timeZone: zone }).epochMilliseconds;

export const dateOf = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day);

export const compact = (date: Temporal.PlainDate): Day => date.toString().replaceAll('-', '');
