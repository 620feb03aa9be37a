import { expect, test } from '@jest/globals';
import { rideOfStay } from '../../../functions/conference/ride-of-stay.ts';

const ride = (sid: string, startedAt: number) => ({ sid, startedAt });
const [first, second, third] = [ride('first', 10_000), ride('second', 70_000), ride('third', 70_000)];

// Guarantee: a stay is held for by the document that led to it: the latest before it, of one document the first that is left; where a clock is
// wrong by any, and by none where nothing is held.
test.each([
  [12_000, [first, second, third], first],
  [69_000, [first, second, third], second], // whole seconds of a carrier's clock
  [71_000, [first, second, third], second],
  [71_000, [first, third], third],
  [71_000, [first], first],
  [1_000, [first, second], first],
  [71_000, [], undefined],
])('a stay from %i ms', (startedAt, held, expected) => {
  expect(rideOfStay(startedAt, held)).toBe(expected);
});
