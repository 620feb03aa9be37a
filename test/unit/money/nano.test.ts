import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { divideHalfAway, formatNano, nano, nanoOf, parseNano, share, sum } from '../../../lib/money/nano.ts';

// Guarantee: a price is read to the nano-unit or refused with its reason; nothing is rounded in silence.
test.each([
  ['0.0130', 13_000_000n],
  ['-2', -2_000_000_000n],
  ['0', 0n],
  ['0.000000001', 1n],
  ['0.0100000000000', 10_000_000n],
  ['999999999999999999', 999_999_999_999_999_999_000_000_000n],
])('%s is %d nano-units', (text, units) => {
  expect(parseNano(text)).toEqual({ nano: units });
});

// Guarantee: the refusal says which text is wrong, and how.
test.each([
  ['', 'is not a decimal number'],
  ['1e3', 'is not a decimal number'],
  ['1,000.00', 'is not a decimal number'],
  ['+1', 'is not a decimal number'],
  ['.5', 'is not a decimal number'],
  ['5.', 'is not a decimal number'],
  [' 1', 'is not a decimal number'],
  ['NaN', 'is not a decimal number'],
  ['1234567890123456789', 'is not a decimal number'],
  ['0.0000000001', 'has more than 9 decimals'],
])('%j is refused: %s', (text, fault) => {
  expect(parseNano(text)).toEqual({ fault: expect.stringContaining(`"${text}" ${fault}`) });
  expect(() => nanoOf(text)).toThrow(RangeError);
});

// Guarantee: what is written reads back as the same amount.
test('every amount survives being written and read', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }),
      fc.integer({ min: 0, max: 9 }),
      (units, decimals) => {
        expect(nanoOf(formatNano(nano(units), decimals))).toBe(units);
      },
    ),
  );
});

// Guarantee: division is the nearest whole, and a half goes away from zero on both sides.
test.each([
  [5n, 2n, 3n],
  [-5n, 2n, -3n],
  [4n, 3n, 1n],
  [-4n, 3n, -1n],
  [0n, 7n, 0n],
])('%d / %d is %d', (dividend, divisor, quotient) => {
  expect(divideHalfAway(dividend, divisor)).toBe(quotient);
});

// Guarantee: a share is never more than half a nano-unit from the exact one.
test('a share is within half a nano-unit', () => {
  const units = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const part = fc.bigInt({ min: 1n, max: 10n ** 9n });
  fc.assert(
    fc.property(units, part, part, (amount, numerator, denominator) => {
      const drift = share(nano(amount), numerator, denominator) * denominator - amount * numerator;
      expect(2n * (drift < 0n ? -drift : drift)).toBeLessThanOrEqual(denominator);
    }),
  );
});

// Guarantee: a text for people has the digits of its currency and no more than it needs.
test('amounts are written without noise', () => {
  expect(formatNano(nanoOf('5'), 2)).toBe('5.00');
  expect(formatNano(nanoOf('-0.0131'), 2)).toBe('-0.0131');
  expect(formatNano(sum([nanoOf('0.1'), nanoOf('0.2')]))).toBe('0.3');
});
