import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fromApiNames, toApiNames } from '../../../functions/billing/rate-plan-document.ts';
import { readPlan } from '../../../lib/rating/plan.ts';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';

// Guarantee: the plans in the documentation are ones that the platform takes.
test('docs/rate-plans.md', () => {
  const blocks = [...readFileSync('docs/rate-plans.md', 'utf8').matchAll(/```json\n([\s\S]*?)```/g)];
  const plans = blocks.map(([, json = '']) => JSON.parse(json)).filter((json) => json.Currency !== undefined);
  expect(plans.map((json) => readPlan(fromApiNames(json)))).toMatchObject([
    { plan: { plan: 'business', lines: [{}, {}, {}, {}, {}, {}, {}, {}] } },
    { plan: { plan: 'mobile', lines: [{}, {}], tiers: [{ name: 'bronze' }, { name: 'silver' }] } },
  ]);
  expect(plans.map((json) => toApiNames(fromApiNames(json)))).toEqual(plans);
});

// Guarantee: the plans of a new platform are valid, and price every meter that there is.
test('standard plans', async () => {
  const { meters } = await import('../../../functions/registry.ts');
  for (const plan of standardPlans()) {
    expect(readPlan(plan)).toMatchObject({ plan: { plan: plan.plan } });
    expect(plan.lines.map(({ meter }) => meter)).toEqual(expect.arrayContaining(meters.map(({ name }) => name)));
  }
});
