import { expect, test } from '@jest/globals';
import { timeOf } from '../../../lib/clock/clock.ts';

// Guarantee: a turned clock tells exactly the time it was turned to, and an unreadable one stops the function.
test.each([
  ['offset 86400000', 1_000, 86_401_000],
  ['offset -1000', 5_000, 4_000],
  ['stopped 1795000000000\n', 1_000, 1_795_000_000_000],
])('%p', (text, real, time) => {
  expect(timeOf(text, real)).toBe(time);
});

// Guarantee: a clock that cannot be read stops what asks it; nobody goes on with a wrong time.
test.each(['', 'offset', 'offset x', 'running 5', 'stopped 5 6', 'stopped 1.5'])('%p is unreadable', (text) => {
  expect(() => timeOf(text, 0)).toThrow('Unreadable clock');
});
