import { expect, test } from '@jest/globals';
import { closedAfter, freeSlot, slotNames } from '../../../functions/callback/endpoint-standing.ts';

const minute = 60_000;

// Guarantee: an endpoint has ten places; one whose holder died is free again when its lease is over.
test('places', () => {
  const taken = Object.fromEntries(slotNames.map((name) => [name, 1_000]));
  expect(slotNames).toHaveLength(10);
  expect(freeSlot({}, 500, 0.99)).toBe(slotNames[9]);
  expect(freeSlot(taken, 500, 0)).toBeUndefined();
  expect(freeSlot({ ...taken, slot4: 400 }, 500, 0.5)).toBe('slot4');
  expect(freeSlot(taken, 1_001, 0)).toBe(slotNames[0]);
});

// Guarantee: four failures close nothing; five do, for longer each time, and never beyond five minutes.
test('closing', () => {
  expect(closedAfter(4, 0)).toBeUndefined();
  expect([5, 6, 7, 8, 9, 50].map((failures) => (closedAfter(failures, 0) ?? 0) / minute)).toEqual([0.5, 1, 2, 4, 5, 5]);
});
