import { expect, test } from '@jest/globals';
import { isPresent, type Mark, patienceMilliseconds, settle, staysOf } from '../../../functions/conference/stay.ts';

const join = (at: number, sequence?: number): Mark => ({ kind: 'join', at, sequence, heardAt: 0 });
const leave = (at: number, sequence?: number): Mark => ({ kind: 'leave', at, sequence, heardAt: 0 });
const live = { heard: [{ from: 0, to: 99 }], endedAt: undefined, endHeardAt: undefined };
const over = patienceMilliseconds;

// Guarantee: a stay is billed from coming to going, a part of a second as a whole one, never less than nothing.
test.each([
  [0, 1, 1],
  [0, 1_000, 1],
  [0, 1_001, 2],
  [5_000, 65_000, 60],
  [5_000, 5_000, 0],
  [5_000, 4_000, 0],
])('from %i ms to %i ms are %i s', (from, to, seconds) => {
  const { uses, waits } = settle([join(from, 0), leave(to, 1)], live, 0);
  expect(uses).toEqual([{ sequence: 0, startedAt: from, seconds }]);
  expect(waits).toBe(false);
});

// Guarantee: nobody is billed for a stay that another event may still cut in two; patience ends the wait.
test('a stay with an event in flight between its ends waits', () => {
  const marks = [join(0, 1), leave(90_000, 5)];
  const gap = {
    ...live,
    heard: [
      { from: 1, to: 3 },
      { from: 5, to: 5 },
    ],
  };
  expect(settle(marks, gap, over - 1)).toMatchObject({ uses: [], waits: true });
  expect(settle(marks, gap, over).uses).toEqual([{ sequence: 1, startedAt: 0, seconds: 90 }]);
  expect(settle(marks, live, 0).uses).toEqual([{ sequence: 1, startedAt: 0, seconds: 90 }]);
});

// Guarantee: whoever comes twice is billed twice, each stay by itself and once.
test('two stays, settled one after the other', () => {
  const first = settle([join(0, 1), leave(10_000, 2)], live, 0);
  const second = settle([...first.marks, join(20_000, 3), leave(50_000, 4)], live, 0);
  expect(first.uses).toEqual([{ sequence: 1, startedAt: 0, seconds: 10 }]);
  expect(second.uses).toEqual([{ sequence: 3, startedAt: 20_000, seconds: 30 }]);
  expect(settle(second.marks, live, over).uses).toEqual([]);
});

// Guarantee: of whom no going is heard, the conference's end is the going, after its report had time to come.
test('a lost going', () => {
  const ended = { ...live, endedAt: 60_000, endHeardAt: 0 };
  expect(settle([join(0, 1)], live, over)).toMatchObject({ uses: [], waits: false });
  expect(settle([join(0, 1)], ended, over - 1)).toMatchObject({ uses: [], waits: true });
  const settled = settle([join(0, 1)], ended, over);
  expect(settled.uses).toEqual([{ sequence: 1, startedAt: 0, seconds: 60 }]);
  expect(settle([...settled.marks, leave(59_000, 2)], ended, over).uses).toEqual([]);
});

// Guarantee: a going that was lost between two comings ends with the next coming.
test('two comings in a row', () => {
  const marks = [join(0, 1), join(30_000, 4), leave(40_000, 5)];
  expect(settle(marks, live, over).uses).toEqual([
    { sequence: 1, startedAt: 0, seconds: 30 },
    { sequence: 4, startedAt: 30_000, seconds: 10 },
  ]);
});

// Guarantee: a coming that nobody told is billed nothing, and its late report changes no bill.
test('a lost coming', () => {
  expect(settle([leave(60_000, 2)], live, over - 1)).toMatchObject({ uses: [], waits: true });
  const settled = settle([leave(60_000, 2)], live, over);
  expect(settled.uses).toEqual([{ sequence: 2, startedAt: 60_000, seconds: 0 }]);
  expect(settle([join(0, 1), ...settled.marks], live, over).uses).toEqual([]);
});

// Guarantee: without the carrier's numbers its clock puts events in order.
test('unnumbered marks', () => {
  const marks = [leave(10_000), join(20_000), join(0)];
  expect(staysOf(marks)).toEqual([
    { joined: join(0), left: leave(10_000) },
    { joined: join(20_000), left: undefined },
  ]);
  expect(isPresent(marks)).toBe(true);
  expect(isPresent([...marks, leave(30_000)])).toBe(false);
});
