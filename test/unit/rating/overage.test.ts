import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatNano, nanoOf, sum } from '../../../lib/money/nano.ts';
import { adjust } from '../../../lib/rating/adjust.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { type RatingPlan, ratingPlan } from '../../../lib/rating/rating-plan.ts';

const byMinute = { per: 60, increment: { first: 60, next: 60 } };
const whole = { inForceMs: 1000, periodMs: 1000 };

/** A plan's tier `bronze`, with calls by a deck at 0.02 a minute (connection 0.01 to 49) and messages at 0.01. */
function bronze(tier: object, changes: object = {}): RatingPlan {
  const rates = [
    { prefix: '', price: '0.02' },
    { prefix: '49', price: '0.02', connect: '0.01' },
  ];
  const plan = PlanSchema.parse({
    ...{ plan: 'mobile', currency: 'USD', effectiveFrom: '2026-01-01T00:00:00Z' },
    lines: [
      { meter: 'calls-outbound', ...byMinute, price: { model: 'deck', rates } },
      { meter: 'sms-outbound', price: { model: 'per-unit', price: '0.01' } },
    ],
    tiers: [{ name: 'bronze', ...tier }],
    ...changes,
  });
  const found = ratingPlan(plan, 1).tiers.get('bronze');
  if (found === undefined) throw new Error('no bronze');
  return found;
}

/** A use at list price, the `index`th to end. */
function use(
  plan: RatingPlan,
  index: number,
  meter: string,
  quantity: bigint,
  destination = '+15550100001',
): LedgerLine {
  const price = listPrice({ meter, quantity, destination, startedAt: 0 }, plan);
  if (price.kind === 'unrated') throw new Error(price.reason);
  const { kind, ...priced } = price;
  const resourceSid = `CA${index}`;
  return {
    ...{ id: `${meter}#${resourceSid}#0`, accountSid: 'AC', microService: 'any', meter, resourceSid, startedAt: 0 },
    ...{ finalizedAt: index, day: '20260101', quantity, destination, ...priced, plan: 'mobile', version: 1 },
  };
}

const told = (lines: readonly LedgerLine[], plan: RatingPlan) =>
  adjust(lines, plan, whole).map(({ kind, meter, units, amount }) => [kind, meter, units, formatNano(amount)]);

const minutes = { limits: [{ meter: 'calls-outbound', units: 3, atLimit: 'overage' }] };
const overagePrices = [{ meter: 'calls-outbound', price: '0.05', rates: [{ prefix: '4479', price: '1' }] }];

// Guarantee: what is over a limit of units is priced at the overage price of its destination instead of the list price; connection fees
// stay, and the call in which the limit is reached is cut there.
test('overage of minutes', () => {
  const plan = bronze({ ...minutes, overagePrices });
  const lines = [
    use(plan, 1, 'calls-outbound', 61n), // 2 minutes
    use(plan, 2, 'calls-outbound', 120n, '+49301234'), // 1 within, 1 over; connection 0.01
    use(plan, 3, 'calls-outbound', 1n, '+447900000000'), // 1 over, to 4479
    use(plan, 4, 'sms-outbound', 9n),
  ];
  expect(told(lines, plan)).toEqual([
    ['over-limit', 'calls-outbound', 120n, '-0.04'],
    ['overage', 'calls-outbound', 120n, '1.05'],
  ]);
  expect(told(lines.slice(0, 1), plan)).toEqual([]);
});

// Guarantee: a limit of money counts list prices, of one meter or of all together; what begins beyond it is over. Meters without an
// overage price keep their list price.
test('overage of money', () => {
  const ofCalls = bronze({ limits: [{ meter: 'calls-outbound', money: '0.05', atLimit: 'overage' }], overagePrices });
  const calls = [1, 2, 3].map((index) => use(ofCalls, index, 'calls-outbound', 60n));
  expect(told(calls, ofCalls)).toEqual([
    ['over-limit', 'calls-outbound', 30n, '-0.01'],
    ['overage', 'calls-outbound', 30n, '0.025'],
  ]);
  const ofAll = bronze({ limits: [{ money: '0.05', atLimit: 'overage' }], overagePrices });
  const mixed = [
    use(ofAll, 1, 'sms-outbound', 4n), // 0.04
    use(ofAll, 2, 'calls-outbound', 60n), // 0.02: half of it over
    use(ofAll, 3, 'sms-outbound', 4n), // over, and has no overage price
    use(ofAll, 4, 'calls-outbound', 60n), // over
  ];
  expect(told(mixed, ofAll)).toEqual([
    ['over-limit', 'calls-outbound', 90n, '-0.03'],
    ['overage', 'calls-outbound', 90n, '0.075'],
  ]);
});

// Guarantee: units that are over two limits are over once.
test('two limits', () => {
  const limits = [...minutes.limits, { money: '0.04', atLimit: 'overage' }];
  const plan = bronze({ limits, overagePrices });
  const lines = [1, 2, 3, 4].map((index) => use(plan, index, 'calls-outbound', 60n));
  expect(told(lines, plan)).toEqual([
    ['over-limit', 'calls-outbound', 120n, '-0.04'],
    ['overage', 'calls-outbound', 120n, '0.1'],
  ]);
});

// Guarantee: a tier's line stands in the place of its plan's; what is within the limit is priced by its model as ever.
test('a flat price for a hundred messages, each one beyond at its own', () => {
  const lines = [{ meter: 'sms-outbound', price: { model: 'flat', price: '5' } }];
  const limits = [{ meter: 'sms-outbound', units: 100, atLimit: 'overage' }];
  const plan = bronze(
    { lines, limits, overagePrices: [{ meter: 'sms-outbound', price: '0.07' }] },
    { commitment: '6' },
  );
  const used = (count: number) => Array.from({ length: count }, (_, index) => use(plan, index, 'sms-outbound', 3n));
  expect(told(used(30), plan)).toEqual([
    ['flat', 'sms-outbound', 90n, '5'],
    ['commitment', undefined, 0n, '1'],
  ]);
  expect(told(used(40), plan)).toEqual([
    ['flat', 'sms-outbound', 100n, '5'],
    ['overage', 'sms-outbound', 20n, '1.4'],
  ]);
});

// Guarantee: overage is the same for every order in which uses were rated (billing.md, rule 5), and list prices and adjustments
// together are exactly units within at the list price and units over at the overage price.
test('any order, any cut', () => {
  const plan = bronze({ ...minutes, overagePrices });
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 1n, max: 400n }), { minLength: 1, maxLength: 20 }),
      fc.nat(),
      (uses, turn) => {
        const lines = uses
          .map((seconds, index) => use(plan, index % 3, 'calls-outbound', seconds))
          .map((line, index) => ({
            ...line,
            id: `calls-outbound#CA${index}#0`,
          }));
        const turned = [...lines.slice(turn % lines.length), ...lines.slice(0, turn % lines.length)].reverse();
        expect(adjust(turned, plan, whole)).toEqual(adjust(lines, plan, whole));
        const billed = lines.reduce((total, { billedUnits }) => total + billedUnits / 60n, 0n);
        const within = billed < 3n ? billed : 3n;
        const total = sum([...lines, ...adjust(lines, plan, whole)].map(({ amount }) => amount));
        expect(total).toBe(within * nanoOf('0.02') + (billed - within) * nanoOf('0.05'));
      },
    ),
  );
});
