import { expect, test } from '@jest/globals';
import { formatNano, nanoOf } from '../../../lib/money/nano.ts';
import { adjust } from '../../../lib/rating/adjust.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { type PlanInput, PlanSchema, readPlan } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';

const tiers = [{ upTo: 1000, price: '0.01' }, { upTo: 10_000, price: '0.008' }, { price: '0.006' }];
const document = {
  ...{ plan: 'discounted', currency: 'USD', effectiveFrom: '2026-01-01T00:00:00Z' },
  lines: [
    { meter: 'sms-outbound', price: { model: 'graduated', tiers } },
    { meter: 'calls-outbound', per: 60, price: { model: 'per-unit', price: '0.013', connect: '0.02' } },
    { meter: 'recordings', price: { model: 'flat', price: '5' } },
  ],
} satisfies PlanInput;

const line = (meter: string, billedUnits: bigint, amount: string): LedgerLine => ({
  ...{ id: `${meter}#1#0`, accountSid: 'AC', microService: 'any', meter, resourceSid: '1', day: '20260101' },
  ...{ startedAt: 0, finalizedAt: 1, quantity: billedUnits, billedUnits, per: 1, connect: nanoOf('0') },
  amount: nanoOf(amount),
});
const lines = [line('sms-outbound', 12_345n, '123.45'), line('calls-outbound', 60n, '0.033')];
const whole = { inForceMs: 1000, periodMs: 1000 };
const half = { inForceMs: 500, periodMs: 1000 };

const told = (further: Partial<PlanInput>, segment = whole) =>
  adjust(lines, ratingPlan(PlanSchema.parse({ ...document, ...further }), 1), segment).map(
    ({ kind, meter, units, amount }) => [kind, meter, units, formatNano(amount)],
  );

// Guarantee: a discount is its part of what a meter came to after its tiers (the golden 96.07), and the commitment counts what is left.
test('a discount of a meter, before the commitment', () => {
  expect(told({ discounts: [{ meter: 'sms-outbound', percent: '10' }], commitment: '150' })).toEqual([
    ['graduated', 'sms-outbound', 12_345n, '-27.38'],
    ['flat', 'recordings', 0n, '5'],
    ['discount', 'sms-outbound', 12_345n, '-9.607'],
    ['commitment', undefined, 0n, '58.504'], // 150 − (96.07 − 9.607 + 0.033 + 5)
  ]);
});

// Guarantee: a discount of all meters is on those without their own, fees and prorated flat prices too, rounded once, halves away from zero.
test('a discount of all other meters', () => {
  const discounts = [{ percent: '12.5' }, { meter: 'sms-outbound', percent: '100' }];
  expect(told({ discounts }, half).slice(2)).toEqual([
    ['discount', undefined, 0n, '-0.316625'], // (0.033 + 2.5) × 0.125
    ['discount', 'sms-outbound', 12_345n, '-96.07'],
  ]);
  const ofCalls = (percent: string) => told({ discounts: [{ meter: 'calls-outbound', percent }] }).slice(2);
  expect(ofCalls('0.000001515')).toEqual([]); // of 0.033: 0.49995 nano-units
  expect(ofCalls('0.000001516')).toEqual([['discount', 'calls-outbound', 60n, '-0.000000001']]); // 0.50028
});

// Guarantee: what is misspelt, out of bounds or twice is refused, with its path.
test('what a discount cannot be', () => {
  const faults = (discounts: unknown) => {
    const read = readPlan({ ...document, discounts });
    return 'faults' in read ? read.faults : [];
  };
  expect(faults([{ percent: '0' }])).toEqual(['discounts.0.percent: "0" is not above 0 and at most 100']);
  expect(faults([{ percent: '100.1' }])).toEqual(['discounts.0.percent: "100.1" is not above 0 and at most 100']);
  expect(faults([{ percent: '1e1' }])).toEqual(['discounts.0.percent: "1e1" is not a decimal number such as 0.0130']);
  expect(faults([{ meter: 'faxes', percent: '5' }])).toEqual([
    'discounts.0.meter: neither plan nor tier has a line for faxes',
  ]);
  expect(faults([{ percent: '5' }, { percent: '6' }])).toEqual([
    'discounts.1.meter: the other meters have a discount already',
  ]);
  expect(faults([{ percent: '5', above: '10' }])).toEqual(['discounts.0.above: not a known name']);
});
