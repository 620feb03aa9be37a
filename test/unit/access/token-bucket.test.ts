import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { flowOf, tokensIn, waitFor } from '../../../lib/access/token-bucket.ts';

const second = 1_000_000;

// Guarantee: a bucket fills at its rate, holds no more than it may, and never owes.
test.each([
  ['not there: full', undefined, 20],
  ['empty this instant', 0, 0],
  ['empty in a while', -second, 0],
  ['for a tenth of a second', second / 10, 1],
  ['for a second', second, 10],
  ['for a day', 86_400 * second, 20],
])('empty since %s', (_when, ago, tokens) => {
  const now = 1_795_000_000_000_000;
  const bucket = ago === undefined ? undefined : { emptySince: now - ago };
  expect(tokensIn(bucket, flowOf(10, 2), now)).toBe(tokens);
});

// Guarantee: who waits as long as it was told finds a token, and a microsecond earlier it finds none.
test('the wait is exact', () => {
  const flows = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 60 }));
  const property = fc.property(flows, fc.integer({ min: -second, max: 0 }), ([perSecond, seconds], ago) => {
    const [now, flow] = [1_795_000_000_000_000, flowOf(perSecond, seconds)];
    const bucket = { emptySince: now - ago };
    const wait = waitFor(bucket, flow, now);
    expect(tokensIn(bucket, flow, now + wait)).toBe(1);
    expect(tokensIn(bucket, flow, now + wait - 1)).toBe(0);
  });
  fc.assert(property);
});
