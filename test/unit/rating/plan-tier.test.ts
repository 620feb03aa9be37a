import { expect, test } from '@jest/globals';
import { readPlan } from '../../../lib/rating/plan.ts';

const line = (meter: string) => ({ meter, price: { model: 'per-unit', price: '0.01' } });
const faultsOf = (tiers: object[], changes: object = {}) => {
  const read = readPlan({
    ...{ plan: 'mobile', currency: 'USD', effectiveFrom: '2026-01-01T00:00:00Z' },
    lines: [line('sms-outbound')],
    tiers,
    ...changes,
  });
  return 'faults' in read ? read.faults : [];
};
const limit = { meter: 'sms-outbound', units: 5, atLimit: 'refuse' };
const price = { meter: 'sms-outbound', price: '0.02' };

// Guarantee: a plan whose tiers could not be held or priced is refused, and told where and why.
test.each<[object, string]>([
  [{ name: 'Gold' }, 'tiers.0.name: must be a name of a-z, 0-9 and -'],
  [{ name: 'gold', limits: [{ ...limit, atLimit: 'stop' }] }, 'tiers.0.limits.0.atLimit'],
  [{ name: 'gold', limits: [{ ...limit, unit: 5 }] }, 'tiers.0.limits.0.unit: not a known name'],
  [{ name: 'gold', limits: [{ ...limit, money: '5' }] }, 'tiers.0.limits.0: takes Units, or Money'],
  [{ name: 'gold', limits: [{ meter: 'sms-outbound', atLimit: 'refuse' }] }, 'tiers.0.limits.0: takes Units, or Money'],
  [{ name: 'gold', limits: [{ units: 5, atLimit: 'refuse' }] }, 'tiers.0.limits.0.units: are of a Meter'],
  [{ name: 'gold', limits: [{ money: '0', atLimit: 'refuse' }] }, 'tiers.0.limits.0.money: must be more than 0'],
  [{ name: 'gold', limits: [{ money: '-1', atLimit: 'refuse' }] }, 'tiers.0.limits.0.money: "-1" is negative'],
  [
    { name: 'gold', limits: [{ ...limit, meter: 'faxes' }] },
    'tiers.0.limits.0.meter: neither tier nor plan has a line',
  ],
  [{ name: 'gold', limits: [limit, limit] }, 'tiers.0.limits.1: sms-outbound has a limit already'],
  [{ name: 'gold', limits: [{ ...limit, atLimit: 'overage' }] }, 'tiers.0.limits.0.atLimit: overage needs a price'],
  [
    { name: 'gold', overagePrices: [price] },
    'tiers.0.overagePrices.0.meter: no limit with overage concerns sms-outbound',
  ],
  [
    { name: 'gold', limits: [{ ...limit, atLimit: 'overage' }], overagePrices: [price, price] },
    'tiers.0.overagePrices.1.meter: sms-outbound has an overage price already',
  ],
  [{ name: 'gold', lines: [line('faxes'), line('faxes')] }, 'tiers.0.lines.1.meter: faxes has a line already'],
  [
    { name: 'gold', lines: [{ meter: 'faxes', price: { model: 'deck' } }] },
    'tiers.0.lines.0.price: takes rates, or a deck',
  ],
])('%j', (tier, fault) => {
  expect(faultsOf([tier])).toEqual([expect.stringContaining(fault)]);
});

// Guarantee: names are given once; a pooled plan has no limits, which are each account's own.
test('tiers of a plan', () => {
  expect(faultsOf([{ name: 'gold' }, { name: 'gold' }])).toEqual(['tiers.1.name: there is a tier gold already']);
  expect(faultsOf([{ name: 'gold', limits: [limit] }], { pooled: true })).toEqual([
    'tiers.0.limits: a limit is an account’s own: a pooled plan has none',
  ]);
  expect(
    faultsOf([
      { name: 'gold', limits: [limit] },
      { name: 'silver', lines: [line('faxes')] },
    ]),
  ).toEqual([]);
});
