import { Temporal } from 'temporal-polyfill';
import { compact, type Day, type Span, startOf } from './day.ts';

/** A billing period as `yyyy-mm`: a calendar month of the account's zone. */
export type Period = string;

export const isPeriod = (text: string): boolean => /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(text);

/** `[local 1st 00:00, next local 1st 00:00)` as instants (billing.md, Time). */
export function period(name: Period, zone: string): Span {
  const first = firstOf(name);
  return { startsAt: startOf(first, zone), endsAt: startOf(first.add({ months: 1 }), zone) };
}

/** The period that holds an instant. */
export function periodAt(epochMs: number, zone: string): Period {
  const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return local.toPlainDate().toString().slice(0, 7);
}

export const nextPeriod = (name: Period): Period => firstOf(name).add({ months: 1 }).toString().slice(0, 7);

/** The period of a local billing day. */
export const periodOfDay = (day: Day): Period => `${day.slice(0, 4)}-${day.slice(4, 6)}`;

/** Every local day of a period, in order. */
export function daysOf(name: Period): Day[] {
  const first = firstOf(name);
  return Array.from({ length: first.daysInMonth }, (_, index) => compact(first.add({ days: index })));
}

function firstOf(name: Period): Temporal.PlainDate {
  if (!isPeriod(name)) throw new RangeError(`"${name}" is not a period such as 2026-11.`);
  return Temporal.PlainDate.from(`${name}-01`);
}
