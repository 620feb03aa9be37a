import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/carrier/embedded/clock/virtual-clock.ts';
import { periodOf, runSchedules } from '../../../lib/local/schedule.ts';

const startsAt = Date.UTC(2026, 10, 24, 5, 29, 27);

// Guarantee: turning the clock runs what is due at each of its minutes, not once at the end.
test('an hour of the virtual clock runs a schedule of ten minutes six times, at whole ten minutes', async () => {
  const clock = new VirtualClock({ startsAt });
  const runs: string[] = [];
  const run = async () => {
    runs.push(new Date(clock.now()).toISOString().slice(11, 19));
  };
  const fail = (line: string) => {
    throw new Error(line);
  };
  const timetable = runSchedules([{ functionKey: 'outboxSchedule', everyMilliseconds: 600_000 }], clock, run, fail);
  clock.settlesWith(timetable.idle);

  await clock.advanceBy('1h');
  await timetable.close();

  expect(runs).toEqual(['05:30:00', '05:40:00', '05:50:00', '06:00:00', '06:10:00', '06:20:00']);
});

// Guarantee: a month turned in one go, as for closing a billing period, takes hundreds of runs and not ten thousands.
test('a clock turned far runs a schedule of a minute each hour, from the third hour on', async () => {
  const clock = new VirtualClock({ startsAt });
  const runs: string[] = [];
  const run = async () => {
    runs.push(new Date(clock.now()).toISOString().slice(8, 16));
  };
  const timetable = runSchedules([{ functionKey: 'outboxSchedule', everyMilliseconds: 60_000 }], clock, run, (line) => {
    throw new Error(line);
  });
  clock.settlesWith(timetable.idle);

  await clock.advanceBy('24h');
  await timetable.close();

  expect(runs.slice(0, 3)).toEqual(['24T05:30', '24T05:31', '24T05:32']);
  expect(runs.slice(-2)).toEqual(['25T04:00', '25T05:00']);
  expect(runs.length).toBeLessThan(150);
});

// Guarantee: a rate means what it says.
test.each([
  ['rate(1 minute)', 60_000],
  ['rate(5 minutes)', 300_000],
  ['rate(1 hour)', 3_600_000],
  ['rate(2 days)', 172_800_000],
])('%s', (rate, milliseconds) => {
  expect(periodOf(rate)).toBe(milliseconds);
});

// Guarantee: a schedule that is not understood stops the start, so that none is left out in silence.
test('a schedule that is not understood is refused when the platform starts', () => {
  expect(() => periodOf('cron(0 12 * * ? *)')).toThrow(
    'On one machine a schedule is a rate(…), not cron(0 12 * * ? *)',
  );
});
