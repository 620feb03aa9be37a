import { expect, test } from '@jest/globals';
import { plansInForce } from '../../../functions/billing/plans-in-force.ts';
import { profileAt } from '../../../lib/metering/plan-in-force.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { type RatingPlan, ratingPlan } from '../../../lib/rating/rating-plan.ts';

const at = (day: number): number => Date.UTC(2026, 10, day);
const november = { startsAt: at(1), endsAt: at(31) };

const version = (plan: string, number: number, effectiveFrom: number): RatingPlan =>
  ratingPlan(
    PlanSchema.parse({
      plan,
      currency: 'USD',
      effectiveFrom: new Date(effectiveFrom).toISOString(),
      lines: [{ meter: 'sms-outbound', price: { model: 'per-unit', price: '1' } }],
    }),
    number,
  );
const versions = new Map([
  ['old', [version('old', 1, 0), version('old', 2, at(20)), version('old', 3, at(40))]],
  ['new', [version('new', 1, at(12))]],
]);
const told = (profiles: { microService: string; plan: string; validFrom: number }[]) =>
  plansInForce(profiles, versions, november).map(({ microService, plan, startsAt, endsAt }) => [
    microService,
    plan.name,
    plan.version,
    startsAt,
    endsAt,
  ]);

// Guarantee: every instant of a period belongs to one version of one plan, cut where a profile or a version takes effect.
test('a version takes effect within the period', () => {
  expect(told([{ microService: '*', plan: 'old', validFrom: 0 }])).toEqual([
    ['*', 'old', 1, at(1), at(20)],
    ['*', 'old', 2, at(20), at(31)],
  ]);
});

// Guarantee: a change of plan cuts the period; a plan is in force for the time before it only where it was not in force itself.
test('a profile takes effect within the period', () => {
  const profiles = [
    { microService: '*', plan: 'new', validFrom: at(10) },
    { microService: '*', plan: 'old', validFrom: 0 },
    { microService: 'call', plan: 'new', validFrom: at(15) },
    { microService: 'call', plan: 'old', validFrom: at(35) },
  ];
  expect(told(profiles)).toEqual([
    ['*', 'old', 1, at(1), at(10)],
    ['*', 'new', 1, at(12), at(31)],
    ['call', 'new', 1, at(15), at(31)],
  ]);
});

// Guarantee: a micro-service pays by its own profile once that is in force, else by the one for all.
test('the profile of an instant', () => {
  const profiles = [
    { microService: 'call', plan: 'b', validFrom: 20 },
    { microService: '*', plan: 'c', validFrom: 30 },
    { microService: '*', plan: 'a', validFrom: 10 },
  ];
  const named = (microService: string, instant: number) => profileAt(profiles, microService, instant)?.plan;
  expect([named('call', 9), named('call', 19), named('call', 20), named('call', 99)]).toEqual([
    undefined,
    'a',
    'b',
    'b',
  ]);
  expect([named('sms', 29), named('sms', 30)]).toEqual(['a', 'c']);
});
