import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fromApiNames, toApiNames } from '../../../functions/billing/rate-plan-document.ts';
import { readPlan } from '../../../lib/rating/plan.ts';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';

// Guarantee: the plan in the documentation is one that the platform takes.
test('docs/rate-plans.md', () => {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/rate-plans.md', 'utf8')) ?? [];
  const document = fromApiNames(JSON.parse(json));
  expect(readPlan(document)).toMatchObject({ plan: { plan: 'business', lines: [{}, {}, {}, {}, {}, {}, {}, {}] } });
  expect(toApiNames(document)).toEqual(JSON.parse(json));
});

// Guarantee: the plans of a new platform are valid, and price every meter that there is.
test('standard plans', async () => {
  const { meters } = await import('../../../functions/registry.ts');
  for (const plan of standardPlans()) {
    expect(readPlan(plan)).toMatchObject({ plan: { plan: plan.plan } });
    expect(plan.lines.map(({ meter }) => meter)).toEqual(expect.arrayContaining(meters.map(({ name }) => name)));
  }
});
