import { expect, test } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { nextStep } from '../../../functions/billing/next-step.ts';
import { nextDay } from '../../../lib/period/day.ts';
import { daysOf } from '../../../lib/period/period.ts';

const from = Temporal.Instant.from('2025-12-15T00:00:00Z');
const until = Temporal.Instant.from('2027-12-15T00:00:00Z');
const minute = 60_000;
const hours = 26;

/** The instants in two years at which a zone's clocks are changed. */
function changesOf(zone: string): number[] {
  const found: number[] = [];
  let at = from.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at !== null && Temporal.Instant.compare(at.toInstant(), until) < 0) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}

const offsetAt = (zone: string, at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset;

/** What a schedule each minute, which comes twice, seals and closes around a change, and what is due then. */
function everyMinute(zone: string, change: number, due: string) {
  const sealed: string[] = [];
  const closed: string[] = [];
  let day = due;
  for (let now = change - hours * 60 * minute; now <= change + hours * 60 * minute; now += minute) {
    for (let run = 1; run <= 2; run += 1) {
      for (let step = nextStep(day, zone, now); step !== undefined; step = nextStep(day, zone, now)) {
        sealed.push(step.day);
        if (step.endsPeriod) closed.push(step.period);
        day = nextDay(step.day);
      }
    }
  }
  return { sealed, closed };
}

// Guarantee: a schedule each minute over every change of clocks of every zone in two years, run twice each time, seals each
// local day once, in order, and makes exactly one statement of a period that ends within it (billing.md, Time).
test('every minute over every change of clocks', () => {
  let changes = 0;
  let statements = 0;
  const zones = Intl.supportedValuesOf('timeZone');
  // Zones that agree on every change and every offset have the same days: one of them stands for all.
  const alike = Map.groupBy(zones, (zone) =>
    changesOf(zone)
      .map((at) => `${at} ${offsetAt(zone, at - 1)} ${offsetAt(zone, at)}`)
      .join(),
  );
  for (const [zone = 'UTC'] of alike.values()) {
    for (const change of changesOf(zone)) {
      const first = Temporal.Instant.fromEpochMilliseconds(change - hours * 60 * minute).toZonedDateTimeISO(zone);
      const due = first.toPlainDate().toString().replaceAll('-', '');
      const { sealed, closed } = everyMinute(zone, change, due);
      const expected = [due];
      while (expected.length < sealed.length) expected.push(nextDay(expected.at(-1) ?? ''));
      const ends = expected.filter((day) => daysOf(`${day.slice(0, 4)}-${day.slice(4, 6)}`).at(-1) === day);
      expect({ zone, change, sealed, closed }).toEqual({
        zone,
        change,
        sealed: expected,
        closed: ends.map((day) => `${day.slice(0, 4)}-${day.slice(4, 6)}`),
      });
      expect(sealed.length).toBeGreaterThanOrEqual(2);
      changes += 1;
      statements += closed.length;
    }
  }
  console.log(
    `${zones.length} zones, ${changes} distinct changes of clocks, each minute of 52 hours twice: ${statements} periods ended, one statement each`,
  );
  expect(statements).toBeGreaterThan(0); // the clocks of America go back on 1 November 2026
});
