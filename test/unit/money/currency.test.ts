import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { currencies, exponentOf, formatAmount, isCurrency, roundToMinor } from '../../../lib/money/currency.ts';
import { formatNano, nano, nanoOf } from '../../../lib/money/nano.ts';

// Guarantee: payable is the nearest minor unit, halves away from zero, and the rest is not lost (billing.md, rule 10).
test.each([
  ['0.005', 'USD', '0.01', '-0.005'],
  ['-0.005', 'USD', '-0.01', '0.005'],
  ['0.004999999', 'USD', '0', '0.004999999'],
  ['53.9349', 'EUR', '53.93', '0.0049'],
  ['0.5', 'JPY', '1', '-0.5'],
  ['0.0005', 'KWD', '0.001', '-0.0005'],
] as const)('%s %s is paid as %s, %s is carried', (amount, currency, payable, remainder) => {
  const rounded = roundToMinor(nanoOf(amount), currency);
  expect([formatNano(rounded.payable), formatNano(rounded.remainder)]).toEqual([payable, remainder]);
});

// Guarantee: with the remainder carried, the drift of a whole life of statements stays within half a minor unit.
test('carried remainders never add up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })),
      fc.constantFrom(...currencies),
      (totals, currency) => {
        let carried = 0n;
        let paid = 0n;
        for (const total of totals) {
          const { payable, remainder } = roundToMinor(nano(total + carried), currency);
          paid += payable;
          carried = remainder;
        }
        const drift = totals.reduce((left, right) => left + right, 0n) - paid;
        expect(2n * (drift < 0n ? -drift : drift)).toBeLessThanOrEqual(10n ** BigInt(9 - exponentOf(currency)));
      },
    ),
  );
});

// Guarantee: a currency that we cannot round is not a currency of ours.
test('unknown currencies are refused', () => {
  expect(isCurrency('USD')).toBe(true);
  expect(isCurrency('usd')).toBe(false);
  expect(isCurrency('constructor')).toBe(false);
  expect(formatAmount(nanoOf('7'), 'JPY')).toBe('7');
});
