import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { nano, nanoOf } from '../../../lib/money/nano.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { unitsCovered } from '../../../lib/rating/units-covered.ts';

const planOf = (rate: object) =>
  ratingPlan(
    PlanSchema.parse({
      plan: 'tested',
      currency: 'USD',
      effectiveFrom: '2026-01-01T00:00:00Z',
      lines: [{ meter: 'calls-outbound', per: 60, price: { model: 'per-unit', ...rate } }],
    }),
    1,
  );
const use = { meter: 'calls-outbound', startedAt: Date.parse('2026-11-24T12:00:00Z') };
const byMinute = { first: 60, next: 60 };

// Guarantee: money covers whole increments with the connection fee before them, and not a second more.
test.each([
  [{ price: '0.013', increment: byMinute }, '10', 86_400n, 46_140n, '9.997'],
  [{ price: '0.013', increment: byMinute }, '0.013', 86_400n, 60n, '0.013'],
  [{ price: '0.013', increment: byMinute }, '0.012999999', 86_400n, 0n, '0'],
  [{ price: '0.013', increment: byMinute }, '10', 90n, 90n, '0.026'],
  [{ price: '0.0095', connect: '0.02', increment: { first: 60, next: 6 } }, '0.03045', 86_400n, 66n, '0.03045'],
  [{ price: '0.0095', connect: '0.02', increment: { first: 60, next: 6 } }, '0.0294', 86_400n, 0n, '0'],
  [{ price: '0' }, '0', 14_400n, 14_400n, '0'],
])('%j: %s covers of %s', (rate, money, unitsMax, units, amount) => {
  expect(unitsCovered(nanoOf(money), use, planOf(rate), unitsMax)).toMatchObject({ units, amount: nanoOf(amount) });
});

// Guarantee: what has no price is covered by nothing.
test('no price', () => {
  expect(unitsCovered(nanoOf('10'), { ...use, meter: 'faxes' }, planOf({ price: '1' }), 60n)).toBeUndefined();
});

// Guarantee: it is the exact inverse of the list price, of any rate: so many units cost no more than the money, one more would.
test('inverse of the list price', () => {
  const micros = fc.bigInt({ min: 0n, max: 5_000_000n });
  const decimal = micros.map((value) => `${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, '0')}`);
  const seconds = fc.integer({ min: 1, max: 120 });
  const increment = fc.record({ first: seconds, next: seconds, minimum: fc.integer({ min: 0, max: 90 }) });
  const rates = fc.record({ price: decimal, connect: decimal, increment });
  const moneys = fc.bigInt({ min: 0n, max: 20_000_000_000n }).map(nano);
  fc.assert(
    fc.property(rates, moneys, fc.bigInt({ min: 1n, max: 14_400n }), (rate, money, unitsMax) => {
      const plan = planOf(rate);
      const priceOf = (quantity: bigint): bigint => {
        const price = listPrice({ ...use, quantity }, plan);
        return price.kind === 'rated' ? price.amount : -1n;
      };
      const covered = unitsCovered(money, use, plan, unitsMax);
      const units = covered?.units ?? -1n;
      expect(covered?.amount).toBe(priceOf(units));
      expect(priceOf(units) <= money).toBe(true);
      expect(units === unitsMax || priceOf(units + 1n) > money).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
