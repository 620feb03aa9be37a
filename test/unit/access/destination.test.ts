import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { mayReach } from '../../../lib/access/destination.ts';
import { premiumRates } from '../../../lib/access/premium-rate.ts';

// Guarantee: what empties accounts is closed until an account's settings name it; an ordinary number needs no naming.
test.each<[string, readonly string[], boolean]>([
  ['+14155550111', [], true],
  ['+14155550111', ['+1'], true],
  ['+442079460000', ['+1', '+49'], false],
  ['+19005550111', [], false],
  ['+19005550111', ['+1'], false],
  ['+19005550111', ['+1900'], true],
  ['+19005550111999', ['+1'], false], // Some networks ignore what is too much.
  ['+449098790000', ['+44'], false],
  ['+449098790000', ['+44', '+4490'], true],
  ['+881612345678', [], false],
  ['+881612345678', ['+88'], false],
  ['+881612345678', ['+881'], true],
  ['+870773111632', [], false],
  ['+8835100012345', [], false],
  ['+979123456789', [], false],
  ['+4930901820', [], true],
])('%s under %j: %p', (number, prefixes, allowed) => {
  expect(mayReach(number, prefixes)).toBe(allowed);
});

type Country = readonly unknown[] & { readonly 0: string; readonly 11?: readonly ([string] | 0)[] };
const metadata = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('libphonenumber-js/metadata.max.json'), 'utf8'),
) as Readonly<Record<'countries' | 'nonGeographic', Readonly<Record<string, Country>>>>;
const premiumType = 3;

// Guarantee: the table is the library's own, to the last country; an update that changes it fails here.
test('the premium rates are those of libphonenumber', () => {
  const expected = new Map<string, Set<string>>();
  for (const country of [...Object.values(metadata.countries), ...Object.values(metadata.nonGeographic)]) {
    const premium = country[11]?.[premiumType];
    if (premium) expected.set(country[0], (expected.get(country[0]) ?? new Set()).add(premium[0]));
  }
  const joined = [...expected].map(([code, patterns]) => [code, [...patterns].sort().join('|')]);
  expect(premiumRates).toEqual(Object.fromEntries(joined));
});

// Guarantee: no number that libphonenumber calls premium is open by default.
test('every premium number is closed by default', () => {
  const numbers = fc.oneof(
    ...Object.entries(premiumRates).map(([code, pattern]) =>
      fc.stringMatching(new RegExp(`^(?:${pattern})$`)).map((national) => `+${code}${national}`),
    ),
  );
  let premium = 0;
  fc.assert(
    fc.property(numbers, (number) => {
      if (parsePhoneNumberFromString(number)?.getType() !== 'PREMIUM_RATE') return;
      premium += 1;
      expect(mayReach(number, [])).toBe(false);
    }),
    { numRuns: 2_000 },
  );
  expect(premium).toBeGreaterThan(500);
});
