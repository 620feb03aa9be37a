import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type HeldDay, unitDays, unitSeconds } from '../../../lib/metering/held-arithmetic.ts';
import { billingDay, type Day, dayBounds, nextDay } from '../../../lib/period/day.ts';

const nothing: HeldDay = { level: 0n, change: 0n, moment: 0n, begun: 0n, remainder: 0n };
const gigabyte = 1_000_000_000n;
const at = (instant: string) => BigInt(Date.parse(instant));

// Guarantee: byte-seconds of a day are what a person works out: noon to midnight, a day of 25 hours, kept and deleted, rounded down and carried.
test.each<[string, Day, string, Partial<HeldDay>, bigint, bigint]>([
  [
    'kept from noon on',
    '20261124',
    'UTC',
    { change: gigabyte, moment: gigabyte * at('2026-11-24T12:00:00Z') },
    43_200n * gigabyte,
    0n,
  ],
  ['kept all day', '20261125', 'UTC', { level: gigabyte }, 86_400n * gigabyte, 0n],
  ['a day of 25 hours', '20261101', 'America/New_York', { level: gigabyte }, 90_000n * gigabyte, 0n],
  ['a day without midnight', '20260424', 'Africa/Cairo', { level: 1n }, 82_800n, 0n],
  [
    'kept and deleted',
    '20261124',
    'UTC',
    { moment: 7n * (at('2026-11-24T10:00:00Z') - at('2026-11-24T10:00:30Z')) },
    210n,
    0n,
  ],
  [
    'deleted at noon',
    '20261124',
    'UTC',
    { level: 8n, change: -8n, moment: -8n * at('2026-11-24T12:00:00Z') },
    8n * 43_200n,
    0n,
  ],
  ['half a second is carried', '20261124', 'UTC', { change: 1n, moment: at('2026-11-24T23:59:58.500Z') }, 1n, 500n],
  ['what was carried', '20261124', 'UTC', { level: 1n, remainder: 999n }, 86_400n, 999n],
  [
    'stored after its day was closed',
    '20261124',
    'UTC',
    { change: 1n, moment: at('2026-11-23T23:00:00Z') },
    90_000n,
    0n,
  ],
  [
    'less than nothing',
    '20261124',
    'UTC',
    { change: -1n, moment: -at('2026-11-23T23:59:59Z'), level: 1n, remainder: -5n },
    0n,
    -1_005n,
  ],
])('%s', (_, day, zone, held, quantity, remainder) => {
  expect(unitSeconds({ ...nothing, ...held }, dayBounds(day, zone))).toMatchObject({ quantity, remainder });
});

// Guarantee: a number counts for each day on which it was held at any time, the day of its purchase and of its release included, once.
test.each<[string, Partial<HeldDay>, bigint, bigint]>([
  ['bought', { change: 1n, begun: 1n }, 1n, 1n],
  ['held', { level: 3n }, 3n, 3n],
  ['released', { level: 3n, change: -1n }, 3n, 2n],
  ['bought and released', { change: 0n, begun: 1n }, 1n, 0n],
  ['one for another', { level: 1n, change: 0n, begun: 1n }, 2n, 1n],
])('number-days: %s', (_, held, quantity, level) => {
  expect(unitDays({ ...nothing, ...held })).toEqual({ quantity, level, remainder: 0n });
});

const zones = ['UTC', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu'];
const firstDay: Day = '20260322'; // a clock is put forward or back within the days that follow, in most of the zones
const dayMilliseconds = 86_400_000;
const spanDays = 45;
const sound = fc.record({
  bytes: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  from: fc.integer({ min: 0, max: spanDays * dayMilliseconds }),
  keptFor: fc.integer({ min: 0, max: 60 * dayMilliseconds }),
  /** From its end until the transition that keeps it was stored. */
  copiedAfter: fc.integer({ min: 0, max: 3 * dayMilliseconds }),
});

// Guarantee: whatever is kept and deleted when, and however late it is stored: the days' byte-seconds add up to the exact integral.
test('days add up to the integral', () => {
  const runs = { numRuns: 300, seed: Number(process.env['FUZZ_SEED'] ?? 20_261_124) };
  let days = 0;
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.array(sound, { maxLength: 25 }), (zone, sounds) => {
      const origin = dayBounds(firstDay, zone).startsAt;
      const changes = sounds.flatMap(({ bytes, from, keptFor, copiedAfter }) => {
        const since = origin + from;
        const stored = since + copiedAfter;
        const until = stored + keptFor; // Only what is kept can be deleted.
        return [
          { units: bytes, since, stored },
          { units: -bytes, since: until, stored: until },
        ];
      });
      const byDay = Map.groupBy(changes, ({ stored }) => billingDay(stored, zone));
      let day = firstDay;
      let [level, remainder, total] = [0n, 0n, 0n];
      for (let count = 0; count <= spanDays + 5; count += 1) {
        const own = byDay.get(day) ?? [];
        const change = own.reduce((sum, { units }) => sum + units, 0n);
        const moment = own.reduce((sum, { units, since }) => sum + units * BigInt(since), 0n);
        const held = unitSeconds({ level, change, moment, begun: 0n, remainder }, dayBounds(day, zone));
        expect(held.quantity >= 0n).toBe(true);
        ({ level, remainder } = held);
        total += held.quantity;
        day = nextDay(day);
        days += 1;
      }
      const end = dayBounds(day, zone).startsAt;
      const integral = changes
        .filter(({ stored }) => stored < end)
        .reduce((sum, { units, since }) => sum + units * BigInt(end - since), 0n);
      expect(total * 1_000n + remainder).toBe(integral);
      expect(remainder >= 0n && remainder < 1_000n).toBe(true);
    }),
    runs,
  );
  process.stdout.write(
    `storage: ${days} days of ${runs.numRuns} accounts add up to the exact integral, seed ${runs.seed}\n`,
  );
});
