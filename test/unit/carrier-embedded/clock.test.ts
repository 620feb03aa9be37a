import { expect, test } from '@jest/globals';
import { millisecondsOf } from '../../../lib/carrier/embedded/clock/duration.ts';
import { RealClock } from '../../../lib/carrier/embedded/clock/real-clock.ts';
import { VirtualClock } from '../../../lib/carrier/embedded/clock/virtual-clock.ts';

// Guarantee: time stands still until it is turned; then everything due happens at its own time, in order, and what that plans too.
test('a virtual clock turns', async () => {
  const shown: number[] = [];
  const happened: string[] = [];
  const clock = new VirtualClock({
    startsAt: 1_000,
    onChange: (reading) => shown.push(reading.kind === 'stopped' ? reading.epochMs : -1),
  });
  const note = (what: string) => () => happened.push(`${what} at ${clock.now()}`);
  clock.after(300, note('late'));
  clock.after(100, note('first'));
  clock.after(100, () => {
    note('second')();
    clock.after(50, note('planned meanwhile'));
  });
  clock.at(0, note('overdue'));
  clock.after(200, note('canceled'));
  const cancel = clock.after(150, note('taken back'));
  cancel();
  expect(happened).toEqual([]);
  await clock.advanceBy('250ms');
  expect(happened).toEqual([
    'overdue at 1000',
    'first at 1100',
    'second at 1100',
    'planned meanwhile at 1150',
    'canceled at 1200',
  ]);
  expect(clock.now()).toBe(1_250);
  expect(shown).toEqual([1_000, 1_100, 1_150, 1_200, 1_250]);
});

// Guarantee: after each action the clock waits for what it started, and two turns at once follow each other.
test('a virtual clock waits for what is in flight', async () => {
  const clock = new VirtualClock({ startsAt: 0 });
  const happened: string[] = [];
  let flight = Promise.resolve();
  clock.settlesWith(() => flight);
  clock.after(10, () => {
    flight = new Promise((landed) =>
      setImmediate(() => {
        happened.push(`landed at ${clock.now()}`);
        landed();
      }),
    );
  });
  clock.after(20, () => happened.push('next'));
  await Promise.all([clock.advanceBy(15), clock.advanceBy(15)]);
  expect(happened).toEqual(['landed at 10', 'next']);
  expect(clock.now()).toBe(30);
});

// Guarantee: 5,000 plans in any order happen in the order of their times, equals in the order of planning.
test('many plans', async () => {
  const clock = new VirtualClock({ startsAt: 0 });
  const happened: number[] = [];
  for (let plan = 0; plan < 5_000; plan += 1) {
    const at = (plan * 7_919) % 1_009;
    clock.at(at, () => happened.push(at * 10_000 + plan));
  }
  await clock.advanceTo(2_000);
  expect(happened).toHaveLength(5_000);
  expect(happened).toEqual([...happened].sort((a, b) => a - b));
});

// Guarantee: a real clock that jumps lets happen what falls due on the way, each at its own time, and stays ahead.
test('a real clock jumps', async () => {
  const offsets: number[] = [];
  const clock = new RealClock({
    onChange: (reading) => offsets.push(reading.kind === 'offset' ? reading.milliseconds : -1),
  });
  const start = clock.now();
  const happened: number[] = [];
  clock.after(60_000, () => happened.push(clock.now() - start));
  clock.after(3_600_000, () => happened.push(clock.now() - start));
  await clock.advanceBy('2h');
  clock.close();
  expect(happened.map((after) => Math.round(after / 1_000))).toEqual([60, 3_600]);
  expect(Math.round((clock.now() - start) / 1_000)).toBe(7_200);
  expect(offsets.map((offset) => Math.round(offset / 1_000))).toEqual([0, 60, 3_600, 7_200]);
});

// Guarantee: durations are read exactly, and what is none is refused by name.
test('durations', () => {
  expect(['500ms', '2s', '1.5m', '1h', '1d', 250].map(millisecondsOf)).toEqual([
    500, 2_000, 90_000, 3_600_000, 86_400_000, 250,
  ]);
  for (const none of ['2', 's', '-1s', '1 w', '', -1, Number.NaN])
    expect(() => millisecondsOf(none)).toThrow(RangeError);
});
