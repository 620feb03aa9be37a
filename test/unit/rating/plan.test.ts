import { expect, test } from '@jest/globals';
import { type PlanInput, PlanSchema, readPlan } from '../../../lib/rating/plan.ts';
import { ratingPlan, versionAt } from '../../../lib/rating/rating-plan.ts';

const head = { plan: 'standard', currency: 'USD', effectiveFrom: '2026-01-01T00:00:00Z' };
const withPrice = (price: object, more: object = {}) => ({
  ...head,
  ...more,
  lines: [{ meter: 'calls-outbound', price }],
});
const band = { name: 'peak', days: ['mon'], from: '08:00', to: '18:00', price: '1' };

// Guarantee: a plan that could misprice is refused before it is stored, and the refusal names the field and the fault.
test.each([
  [withPrice({ model: 'per-unit', price: 0.013 }), 'lines.0.price.price', 'expected string'],
  [withPrice({ model: 'per-unit', price: '0,013' }), 'lines.0.price.price', '"0,013" is not a decimal number'],
  [withPrice({ model: 'per-unit', price: '-1' }), 'lines.0.price.price', '"-1" is negative'],
  [withPrice({ model: 'per-unit', price: '0.0000000001' }), 'lines.0.price.price', 'more than 9 decimals'],
  [withPrice({ model: 'per-unit', price: '1', conect: '1' }), 'lines.0.price.conect', 'not a known name'],
  [withPrice({ model: 'per-unit', price: '1', bands: [band] }), 'lines.0.price.bands', 'the plan needs a zone'],
  [
    withPrice({ model: 'per-unit', price: '1', bands: [band], steps: [{ upTo: 1, price: '1' }] }, { zone: 'UTC' }),
    'lines.0.price',
    'not both',
  ],
  [
    withPrice({
      model: 'per-unit',
      price: '1',
      steps: [
        { upTo: 60, price: '1' },
        { upTo: 60, price: '2' },
      ],
    }),
    'lines.0.price.steps',
    'must rise',
  ],
  [
    withPrice({ model: 'per-unit', price: '1', increment: { first: 0, next: 1 } }),
    'lines.0.price.increment.first',
    '>=1',
  ],
  [withPrice({ model: 'deck', rates: [{ prefix: '+1', price: '1' }] }), 'lines.0.price.rates.0.prefix', 'without +'],
  [
    withPrice({
      model: 'deck',
      rates: [
        { prefix: '1', price: '1' },
        { prefix: '1', price: '2' },
      ],
    }),
    'lines.0.price.rates.1.prefix',
    'has a rate already',
  ],
  [
    withPrice({ model: 'graduated', tiers: [{ upTo: 10, price: '1' }] }),
    'lines.0.price.tiers',
    'the last one must have no upTo',
  ],
  [withPrice({ model: 'volume', tiers: [{ price: '1' }, { price: '2' }] }), 'lines.0.price.tiers', 'only the last one'],
  [
    withPrice({ model: 'graduated', tiers: [{ upTo: 10, price: '1' }, { upTo: 5, price: '1' }, { price: '1' }] }),
    'lines.0.price.tiers',
    'must rise',
  ],
  [withPrice({ model: 'barter' }), 'lines.0.price.model', 'Invalid'],
  [{ ...withPrice({ model: 'flat', price: '1' }), currency: 'XXX' }, 'currency', 'Invalid option'],
  [
    { ...withPrice({ model: 'flat', price: '1' }), effectiveFrom: '2026-01-01' },
    'effectiveFrom',
    'Invalid ISO datetime',
  ],
  [{ ...withPrice({ model: 'flat', price: '1' }), zone: 'Mars/Olympus' }, 'zone', 'IANA'],
  [{ ...head, lines: [] }, 'lines', 'Too small'],
  [{ ...head, lines: [flatLine('sms-outbound'), flatLine('sms-outbound')] }, 'lines.1.meter', 'has a line already'],
])('refused %#: %s %s', (plan, path, message) => {
  const read = readPlan(plan);
  const [fault = ''] = 'faults' in read ? read.faults : [];
  expect(fault.startsWith(`${path}: `) && fault).toContain(message);
});

function flatLine(meter: string): PlanInput['lines'][number] {
  return { meter, price: { model: 'flat', price: '1' } };
}

// Guarantee: a use is priced by the version in force when it began; of two from the same instant the later one wins.
test('the version in force at an instant', () => {
  const version = (number: number, effectiveFrom: string) =>
    ratingPlan(PlanSchema.parse({ ...head, effectiveFrom, lines: [flatLine('sms-outbound')] }), number);
  const versions = [
    version(1, '2026-01-01T00:00:00Z'),
    version(3, '2026-03-01T00:00:00Z'),
    version(2, '2026-02-01T00:00:00Z'),
    version(4, '2026-03-01T00:00:00Z'),
  ];
  const at = (instant: string) => versionAt(versions, Date.parse(instant))?.version;
  expect([
    at('2025-12-31T23:59:59Z'),
    at('2026-01-01T00:00:00Z'),
    at('2026-02-15T00:00:00Z'),
    at('2026-04-01T00:00:00Z'),
  ]).toEqual([undefined, 1, 2, 4]);
});
