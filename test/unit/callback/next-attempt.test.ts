import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextAttempt } from '../../../functions/callback/next-attempt.ts';

const createdAt = Date.UTC(2026, 10, 24);
const day = 24 * 60 * 60 * 1000;
const seconds = (attempts: number, chance: number) => {
  const next = nextAttempt({ createdAt, attempts }, createdAt, chance);
  return next.kind === 'at' ? (next.at - createdAt) / 1000 : next.kind;
};

// Guarantee: a program that is down for a moment hears soon, one that is down for hours is not stormed.
test.each([
  [1, 0, 2],
  [1, 0.5, 1.5],
  [2, 0, 4],
  [10, 0, 1024],
  [12, 0, 3600],
  [30, 0, 3600],
])('after attempt %i, chance %d: %d s', (attempts, chance, expected) => {
  expect(seconds(attempts, chance)).toBe(expected);
});

// Guarantee: nobody is asked later than a day after what happened, and always later than now.
test('a day is the end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 2 * day }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempts, elapsed, chance) => {
        const now = createdAt + elapsed;
        const next = nextAttempt({ createdAt, attempts }, now, chance);
        if (next.kind === 'never') expect(now + 3_600_000).toBeGreaterThan(createdAt + day);
        else {
          expect(next.at).toBeGreaterThan(now);
          expect(next.at).toBeLessThanOrEqual(createdAt + day);
        }
      },
    ),
  );
});
