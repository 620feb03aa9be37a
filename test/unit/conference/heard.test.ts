import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { allHeard, isHeard, type Range, withHeard } from '../../../functions/conference/heard.ts';

const numbers = fc.uniqueArray(fc.nat(60), { maxLength: 60 });
const hear = (sequence: readonly number[]): Range[] => sequence.reduce<Range[]>(withHeard, []);

// Guarantee: what was heard is remembered exactly, in the fewest ranges, whatever order it came in.
test('ranges are the set of numbers that were heard', () => {
  fc.assert(
    fc.property(numbers, fc.nat(60), fc.nat(60), (heard, from, to) => {
      const ranges = hear(heard);
      for (let number = 0; number <= 61; number += 1) expect(isHeard(ranges, number)).toBe(heard.includes(number));
      const between = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      expect(allHeard(ranges, from, to)).toBe(between.every((number) => heard.includes(number)));
      expect(ranges).toEqual(hear(heard.toSorted((left, right) => left - right)));
      for (const [index, range] of ranges.entries()) {
        expect(range.from).toBeLessThanOrEqual(range.to);
        expect(range.from).toBeGreaterThan((ranges[index - 1]?.to ?? -2) + 1);
      }
    }),
  );
});

// Guarantee: a carrier that numbers with gaps cannot make a conference grow without bound.
test('at most a hundred ranges are kept, the newest', () => {
  const ranges = hear(Array.from({ length: 500 }, (_, index) => index * 2));
  expect(ranges).toHaveLength(100);
  expect(ranges.at(-1)).toEqual({ from: 998, to: 998 });
});
