import { expect, test } from '@jest/globals';
import { billingDay, dashedDay, dayBounds, gmtDay, isZone, nextDay } from '../../../lib/period/day.ts';
import { daysOf, isPeriod, nextPeriod, period, periodAt, periodOfDay } from '../../../lib/period/period.ts';

const hour = 3_600_000;

// Guarantee: a period has the hours that its zone gave it (billing.md, Time).
test.each([
  ['America/New_York', '2026-03', 743],
  ['America/New_York', '2026-11', 721],
  ['Europe/London', '2026-10', 745],
  ['Australia/Lord_Howe', '2026-10', 743.5],
  ['UTC', '2026-02', 672],
])('%s %s has %d hours', (zone, name, hours) => {
  const { startsAt, endsAt } = period(name, zone);
  expect((endsAt - startsAt) / hour).toBe(hours);
});

// Guarantee: where midnight is skipped the day starts at the first instant that exists.
test('Cairo, 24 April 2026, starts at 01:00', () => {
  const { startsAt, endsAt } = dayBounds('20260424', 'Africa/Cairo');
  expect(new Date(startsAt).toISOString()).toBe('2026-04-23T22:00:00.000Z');
  expect((endsAt - startsAt) / hour).toBe(23);
  expect(billingDay(startsAt, 'Africa/Cairo')).toBe('20260424');
  expect(billingDay(startsAt - 1, 'Africa/Cairo')).toBe('20260423');
});

// Guarantee: in every zone periods and days tile the time line: no gap, no overlap, each instant in its own.
test('all zones, 24 months: periods and their days tile time', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  for (const zone of zones) {
    let name = '2026-01';
    let previousEnd = period(name, zone).startsAt;
    for (let month = 0; month < 24; month += 1) {
      const { startsAt, endsAt } = period(name, zone);
      const days = daysOf(name);
      const broken =
        startsAt !== previousEnd ||
        periodAt(startsAt, zone) !== name ||
        periodAt(endsAt - 1, zone) !== name ||
        dayBounds(days[0] ?? '', zone).startsAt !== startsAt ||
        dayBounds(days.at(-1) ?? '', zone).endsAt !== endsAt ||
        periodOfDay(billingDay(endsAt - 1, zone)) !== name;
      if (broken) throw new Error(`${zone} ${name} does not tile.`);
      previousEnd = endsAt;
      name = nextPeriod(name);
    }
  }
  console.log(`periods tile the time line in ${zones.length} zones x 24 months`);
  expect(zones.length).toBeGreaterThan(400);
});

// Guarantee: the days of a period follow one another without gap, over both changes of the clock.
test.each(['America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'Asia/Gaza'])(
  '%s: days follow one another',
  (zone) => {
    for (const name of ['2026-03', '2026-04', '2026-10', '2026-11']) {
      let previousEnd = period(name, zone).startsAt;
      for (const day of daysOf(name)) {
        const { startsAt, endsAt } = dayBounds(day, zone);
        expect([day, startsAt, billingDay(startsAt, zone), billingDay(endsAt - 1, zone)]).toEqual([
          day,
          previousEnd,
          day,
          day,
        ]);
        previousEnd = endsAt;
      }
      expect(previousEnd).toBe(period(name, zone).endsAt);
    }
  },
);

// Guarantee: Usage Records count days in GMT, statements in the account's zone.
test('one instant, two days', () => {
  const instant = Date.parse('2026-12-01T02:30:00Z');
  expect([gmtDay(instant), billingDay(instant, 'America/New_York')]).toEqual(['20261201', '20261130']);
  expect([dashedDay('20261130'), nextDay('20261231')]).toEqual(['2026-11-30', '20270101']);
});

// Guarantee: what is no period and no zone is refused before anything is computed with it.
test('bad periods and zones are refused', () => {
  expect(['2026-11', '2026-13', '2026-00', '26-11', '2026-1', '0000-01'].map(isPeriod)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(['Europe/Berlin', 'UTC', '+02:00', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false, false]);
  expect(() => period('2026-13', 'UTC')).toThrow('"2026-13" is not a period such as 2026-11.');
});
