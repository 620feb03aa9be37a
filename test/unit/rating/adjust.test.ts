import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatNano, nanoOf, sum, zero } from '../../../lib/money/nano.ts';
import { adjust } from '../../../lib/rating/adjust.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';

const planOf = (line: object, commitment?: string) =>
  ratingPlan(
    PlanSchema.parse({
      plan: 'tested',
      currency: 'USD',
      effectiveFrom: '2026-01-01T00:00:00Z',
      lines: [{ meter: 'calls-outbound', ...line }],
      ...(commitment === undefined ? {} : { commitment }),
    }),
    1,
  );

const line = (finalizedAt: number, billedUnits: bigint, amount: string, connect = '0'): LedgerLine => ({
  id: `calls-outbound#CA${finalizedAt}#0`,
  accountSid: 'AC',
  microService: 'call',
  meter: 'calls-outbound',
  resourceSid: `CA${finalizedAt}`,
  startedAt: 0,
  finalizedAt,
  day: '20260101',
  quantity: billedUnits,
  billedUnits,
  per: 60,
  connect: nanoOf(connect),
  amount: nanoOf(amount),
});

const whole = { inForceMs: 1000, periodMs: 1000 };
const half = { inForceMs: 500, periodMs: 1000 };
const told = (adjustments: ReturnType<typeof adjust>) =>
  adjustments.map(({ kind, amount }) => [kind, formatNano(amount)]);

// Guarantee: included minutes make the first calls of the period free, in billing order; connection fees stay.
test('an allowance on calls priced one by one', () => {
  const deck = planOf({
    per: 60,
    price: { model: 'deck', rates: [{ prefix: '', price: '0.1' }] },
    allowance: { units: 2, mode: 'reduce-then-tier' },
  });
  const calls = [line(3, 60n, '5'), line(1, 60n, '0.3', '0.2'), line(2, 120n, '0.2')];
  expect(told(adjust(calls, deck, whole))).toEqual([['allowance', '-0.2']]);
});

// Guarantee: an adjustment is the same for every order in which the lines were rated (billing.md, rule 5).
test('the order of lines is nothing', () => {
  const plan = planOf(
    { per: 60, price: { model: 'per-unit', price: '1' }, allowance: { units: 1, mode: 'occupy-tiers' } },
    '1000',
  );
  const lines = Array.from({ length: 20 }, (_, index) => line(index % 5, BigInt(index), `0.${index}1`)).map(
    (each, index) => ({ ...each, id: `${index}` }),
  );
  const expected = adjust(lines, plan, whole);
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) =>
      expect(adjust(shuffled, plan, whole)).toEqual(expected),
    ),
  );
});

// Guarantee: a plan that held for half the period costs half its flat price and half its commitment (rule 14).
test('flat prices and commitments are prorated', () => {
  const flat = planOf({ price: { model: 'flat', price: '5' } }, '20');
  expect(told(adjust([], flat, whole))).toEqual([
    ['flat', '5'],
    ['commitment', '15'],
  ]);
  expect(told(adjust([], flat, half))).toEqual([
    ['flat', '2.5'],
    ['commitment', '7.5'],
  ]);
});

// Guarantee: unrated uses move no tier; without usage and commitment there is nothing to adjust.
test('unrated lines and empty periods', () => {
  const tiers = planOf({ price: { model: 'graduated', tiers: [{ upTo: 10, price: '1' }, { price: '0.5' }] } });
  expect(adjust([{ ...line(1, 100n, '0'), unrated: 'no-rate', amount: zero }], tiers, whole)).toEqual([]);
  expect(adjust([], tiers, whole)).toEqual([]);
});

// Guarantee: list prices and adjustments together are the model's price of the whole period.
test('twelve tiers of a month, cut anyhow, cost what they cost', () => {
  const plan = planOf({
    per: 60,
    price: { model: 'graduated', tiers: [{ upTo: 2, price: '0.06' }, { price: '0.03' }] },
  });
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 1n, max: 300n }), { minLength: 1 }), (units) => {
      const lines = units.map((each, index) => line(index, each, `0.${each}`));
      const total = units.reduce((left, right) => left + right, 0n);
      const first = total < 120n ? total : 120n;
      const expected = first * 1_000_000n + (total - first) * 500_000n;
      expect(sum([...lines, ...adjust(lines, plan, whole)].map(({ amount }) => amount))).toBe(expected);
    }),
  );
});
