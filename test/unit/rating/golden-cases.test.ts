import { expect, test } from '@jest/globals';
import { formatNano, sum } from '../../../lib/money/nano.ts';
import { adjust } from '../../../lib/rating/adjust.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { type PlanInput, PlanSchema } from '../../../lib/rating/plan.ts';
import { type RatingPlan, ratingPlan } from '../../../lib/rating/rating-plan.ts';

type Line = PlanInput['lines'][number];

const planOf = (line: Omit<Line, 'meter'>, commitment?: string): RatingPlan =>
  ratingPlan(
    PlanSchema.parse({
      plan: 'golden',
      currency: 'USD',
      effectiveFrom: '2026-01-01T00:00:00Z',
      lines: [{ meter: 'calls-outbound', ...line }],
      ...(commitment === undefined ? {} : { commitment }),
    }),
    1,
  );

const perMinute = (price: string, first: number, next: number, more: object = {}): RatingPlan =>
  planOf({ per: 60, price: { model: 'per-unit', price, increment: { first, next }, ...more } });

// Guarantee: every golden case of billing.md is exact, to the nano-unit: duration, billed seconds, amount.
test.each([
  [
    '60/60 @0.0130',
    perMinute('0.0130', 60, 60),
    [
      [0, 0, '0'],
      [1, 60, '0.013'],
      [60, 60, '0.013'],
      [61, 120, '0.026'],
      [78, 120, '0.026'],
      [3601, 3660, '0.793'],
    ],
  ],
  [
    '6/6 @0.0100',
    perMinute('0.0100', 6, 6),
    [
      [1, 6, '0.001'],
      [7, 12, '0.002'],
      [10, 12, '0.002'],
      [61, 66, '0.011'],
    ],
  ],
  [
    '30/6 @0.0060',
    perMinute('0.0060', 30, 6),
    [
      [32, 36, '0.0036'],
      [57, 60, '0.006'],
      [75, 78, '0.0078'],
    ],
  ],
  [
    '1/1 @0.0100',
    perMinute('0.0100', 1, 1),
    [
      [1, 1, '0.000166667'],
      [7, 7, '0.001166667'],
      [59, 59, '0.009833333'],
    ],
  ],
  [
    '60/1 @0.0100',
    perMinute('0.0100', 60, 1),
    [
      [61, 61, '0.010166667'],
      [90, 90, '0.015'],
    ],
  ],
  [
    '60/6 @0.0095 + 0.02 connect',
    perMinute('0.0095', 60, 6, { connect: '0.02' }),
    [
      [0, 0, '0'],
      [1, 60, '0.0295'],
      [61, 66, '0.03045'],
      [67, 72, '0.0314'],
    ],
  ],
  [
    '0.4 connect, 0.2 for the first 60 s, then 0.1 a minute by 1 s',
    perMinute('0.1', 60, 1, { connect: '0.4', steps: [{ upTo: 60, price: '0.2' }] }),
    [
      [1, 60, '0.6'],
      [60, 60, '0.6'],
      [61, 61, '0.601666667'],
      [90, 90, '0.65'],
      [600, 600, '1.5'],
    ],
  ],
] as const)('%s', (_, plan, cases) => {
  for (const [seconds, billed, amount] of cases) {
    const price = listPrice({ meter: 'calls-outbound', quantity: BigInt(seconds), startedAt: 0 }, plan);
    if (price.kind === 'unrated') throw new Error(price.reason);
    expect([seconds, price.billedUnits, formatNano(price.amount)]).toEqual([seconds, BigInt(billed), amount]);
  }
});

const tiers = [{ upTo: 1000, price: '0.01' }, { upTo: 10000, price: '0.008' }, { price: '0.006' }];
const graduated = { price: { model: 'graduated' as const, tiers } };
const reduceThenTier = { units: 500, mode: 'reduce-then-tier' as const };
const occupyTiers = { units: 500, mode: 'occupy-tiers' as const };

// Guarantee: what depends on a period's total is exact as well, however the units are cut into uses.
test.each([
  [
    'graduated',
    planOf(graduated),
    [
      [1000, '10'],
      [1001, '10.008'],
      [10000, '82'],
      [10001, '82.006'],
      [12345, '96.07'],
    ],
  ],
  [
    'graduated, 500 included, reduce-then-tier',
    planOf({ ...graduated, allowance: reduceThenTier }),
    [
      [12345, '93.07'],
      [400, '0'],
    ],
  ],
  [
    'graduated, 500 included, occupy-tiers',
    planOf({ ...graduated, allowance: occupyTiers }),
    [
      [12345, '91.07'],
      [400, '0'],
    ],
  ],
  [
    'volume',
    planOf({ price: { model: 'volume', tiers } }),
    [
      [1000, '10'],
      [1001, '8.008'],
      [10000, '80'],
      [10001, '60.006'],
      [12345, '74.07'],
    ],
  ],
  [
    'package of 1000 @9',
    planOf({ price: { model: 'package', size: 1000, price: '9' } }),
    [
      [1, '9'],
      [1000, '9'],
      [1001, '18'],
      [12345, '117'],
    ],
  ],
  [
    'graduated, commitment 150',
    planOf(graduated, '150'),
    [
      [12345, '150'],
      [0, '150'],
      [30000, '202'],
    ],
  ],
] as const)('%s', (_, plan, cases) => {
  for (const [units, total] of cases) {
    for (const size of [units, 7, 1000])
      expect([units, size, total]).toEqual([units, size, totalOf(plan, units, size)]);
  }
});

// Guarantee: the true-up is a line of its own, and exact.
test('the minimum commitment of 150 is trued up by 53.93', () => {
  const adjustments = adjust(usesOf(planOf(graduated, '150'), 12345, 100), planOf(graduated, '150'), wholePeriod);
  expect(adjustments.map(({ kind, amount }) => [kind, formatNano(amount)])).toEqual([
    ['graduated', '-27.38'],
    ['commitment', '53.93'],
  ]);
});

const wholePeriod = { inForceMs: 30, periodMs: 30 };

function totalOf(plan: RatingPlan, units: number, size: number): string {
  const lines = usesOf(plan, units, size);
  return formatNano(sum([...lines, ...adjust(lines, plan, wholePeriod)].map(({ amount }) => amount)));
}

/** `units` as uses of at most `size` units each, rated at list price. */
function usesOf(plan: RatingPlan, units: number, size: number): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (let done = 0; done < units; done += size) {
    const quantity = BigInt(Math.min(size, units - done));
    const price = listPrice({ meter: 'calls-outbound', quantity, startedAt: 0 }, plan);
    if (price.kind === 'unrated') throw new Error(price.reason);
    const id = `calls-outbound#CA${lines.length}#0`;
    const times = { startedAt: 0, finalizedAt: lines.length, day: '20260101' };
    lines.push({
      ...price,
      ...times,
      id,
      accountSid: 'AC',
      microService: 'call',
      meter: 'calls-outbound',
      resourceSid: 'CA',
      quantity,
    });
  }
  return lines;
}
