import { expect, test } from '@jest/globals';
import { nanoOf } from '../../../lib/money/nano.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { overrideFault, withOverrides } from '../../../lib/rating/override.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { type Override, ratingPlan } from '../../../lib/rating/rating-plan.ts';

const plan = ratingPlan(
  PlanSchema.parse({
    plan: 'business',
    currency: 'USD',
    effectiveFrom: '2026-01-01T00:00:00Z',
    zone: 'Europe/Berlin',
    lines: [
      {
        meter: 'calls-outbound',
        per: 60,
        increment: { first: 60, next: 60 },
        price: {
          model: 'deck',
          rates: [
            { prefix: '', price: '0.25' },
            { prefix: '49', price: '0.0164', connect: '0.02', increment: { first: 60, next: 1 } },
            { prefix: '4915', price: '0.0515' },
            { prefix: '44', price: '0.1', steps: [{ upTo: 60, price: '0.2' }] },
          ],
        },
      },
      {
        meter: 'recordings',
        per: 60,
        increment: { first: 60, next: 60 },
        price: { model: 'per-unit', price: '0.0025' },
      },
      { meter: 'sms-outbound', price: { model: 'graduated', tiers: [{ price: '0.01' }] } },
    ],
  }),
  3,
);
const own = (meter: string, price: string, prefix?: string): Override => ({ meter, price: nanoOf(price), prefix });
const ours = withOverrides(plan, 'call from 2026-12-01T00:00:00.000Z', [
  own('calls-outbound', '0.01', '49'),
  own('calls-outbound', '0.007', '49301'),
  own('calls-outbound', '0.05', '44'),
  own('recordings', '0.001'),
]);
const profile = 'call from 2026-12-01T00:00:00.000Z';

const priced = (meter: string, quantity: bigint, destination?: string) => {
  const price = listPrice({ meter, quantity, destination, startedAt: 0 }, ours);
  if (price.kind === 'unrated') return price.reason;
  return [price.prefix, price.billedUnits, price.unitPrice, price.amount, price.profile];
};

// Guarantee: an account's own price is one of the plan's rates: the longest prefix wins, increments and connection fees stay, and the line
// names the profile. Exact to the nano-unit.
test.each<[string, bigint, string | undefined, unknown]>([
  ['calls-outbound', 61n, '+498999', ['49', 61n, '0.01', nanoOf('0.030166667'), profile]],
  ['calls-outbound', 61n, '+4930123', ['49301', 61n, '0.007', nanoOf('0.027116667'), profile]],
  ['calls-outbound', 61n, '+4915123', ['4915', 120n, '0.0515', nanoOf('0.103'), undefined]],
  ['calls-outbound', 61n, '+442079', ['44', 120n, '0.05', nanoOf('0.1'), profile]],
  ['calls-outbound', 61n, '+12025550100', ['', 120n, '0.25', nanoOf('0.5'), undefined]],
  ['calls-outbound', 0n, '+498999', ['49', 0n, '0.01', 0n, profile]],
  ['recordings', 61n, undefined, [undefined, 120n, '0.001', nanoOf('0.002'), profile]],
  ['sms-outbound', 1n, undefined, [undefined, 1n, '0.01', nanoOf('0.01'), undefined]],
  ['faxes', 1n, undefined, 'no-line'],
])('%s, %s to %s', (meter, quantity, destination, price) => {
  expect(priced(meter, quantity, destination)).toEqual(price);
});

// Guarantee: what a plan has no single price for cannot be overridden: it would seem agreed and never count.
test('faults', () => {
  expect(overrideFault(plan, { meter: 'faxes' })).toBe('business has no line for faxes');
  expect(overrideFault(plan, { meter: 'calls-outbound' })).toContain('takes a Prefix');
  expect(overrideFault(plan, { meter: 'recordings', prefix: '49' })).toContain('takes no Prefix');
  expect(overrideFault(plan, { meter: 'sms-outbound' })).toContain('no single price but is graduated');
  expect(overrideFault(plan, { meter: 'calls-outbound', prefix: '' })).toBeUndefined();
});
