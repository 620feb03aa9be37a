import { expect, test } from '@jest/globals';
import { formatNano } from '../../../lib/money/nano.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { type RatingPlan, ratingPlan, versionAt } from '../../../lib/rating/rating-plan.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { sealDay } from '../../../lib/statement/seal-day.ts';
import { monthOf } from './month.ts';

const middle = Date.parse('2026-11-16T05:00:00Z'); // 361 of November's 721 hours in New York
const version = (number: number, effectiveFrom: string, price: string, commitment: string): RatingPlan =>
  ratingPlan(
    PlanSchema.parse({
      plan: 'tiered',
      currency: 'USD',
      effectiveFrom,
      lines: [
        { meter: 'calls-outbound', price: { model: 'graduated', tiers: [{ upTo: 100, price }, { price: '0.001' }] } },
      ],
      commitment,
    }),
    number,
  );
const versions = [
  version(1, '2026-01-01T00:00:00Z', '0.01', '7.21'),
  version(2, new Date(middle).toISOString(), '0.02', '721'),
];

/** A call by the version that is in force when it is answered, billed on the day on which it ends. */
function call(index: number, startedAt: number, seconds: bigint): LedgerLine {
  const plan = versionAt(versions, startedAt);
  if (plan === undefined) throw new Error('no plan');
  const price = listPrice({ meter: 'calls-outbound', quantity: seconds, startedAt }, plan);
  if (price.kind === 'unrated') throw new Error(price.reason);
  const { kind, ...priced } = price;
  const finalizedAt = startedAt + Number(seconds) * 1000;
  const { account } = monthOf(0);
  return {
    ...{ id: `calls-outbound#CA${index}#0`, accountSid: account.sid, microService: 'call', meter: 'calls-outbound' },
    ...{ resourceSid: `CA${index}`, startedAt, finalizedAt, day: finalizedAt < middle ? '20261115' : '20261116' },
    ...{ quantity: seconds, ...priced, plan: plan.name, version: plan.version },
  };
}

// Guarantee: a plan version that takes effect within the period, and within a call, starts its tiers anew and owes its
// commitment for its own time; the call that crosses it stays with the version by which it was answered (billing.md, rules 8, 14).
test('a version takes effect within the period and within a call', () => {
  const lines = [
    call(1, middle - 3_600_000, 80n),
    call(2, middle - 30_000, 60n), // crosses the change: version 1, billed on the 16th
    call(3, middle + 3_600_000, 150n),
  ];
  const { period } = makeStatement(monthOf(0));
  const [one, two] = versions;
  if (one === undefined || two === undefined) throw new Error('two versions');
  const statement = makeStatement({
    ...monthOf(0),
    lines,
    seals: ['20261115', '20261116'].map((day) =>
      sealDay(
        day,
        lines.filter((line) => line.day === day),
        '2026a',
      ),
    ),
    plansInForce: [
      { microService: '*', plan: one, startsAt: period.startsAt, endsAt: middle },
      { microService: '*', plan: two, startsAt: middle, endsAt: period.endsAt },
    ],
  });
  expect(lines.map((line) => line.version)).toEqual([1, 1, 2]);
  expect(statement.adjustments.map((each) => [each.version, each.kind, formatNano(each.amount)])).toEqual([
    [1, 'graduated', '-0.36'], // 140 units: 100 × 0.01 + 40 × 0.001
    [1, 'commitment', '2.57'], // 7.21 × 361 / 721 − 1.04
    [2, 'graduated', '-0.95'], // 150 units: 100 × 0.02 + 50 × 0.001
    [2, 'commitment', '357.95'], // 721 × 360 / 721 − 2.05
  ]);
  expect(formatNano(statement.total)).toBe('363.61');
});
