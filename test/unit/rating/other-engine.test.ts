import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { formatNano, sum } from '../../../lib/money/nano.ts';
import { adjust } from '../../../lib/rating/adjust.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { type PlanInput, PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';

/** A call and what CGRateS makes of it; `billed` is absent where tiers or packages price the period's total. */
type Rated = { of: string; to: string; startedAt: number; seconds: number; billed?: number; amount: string };

const rows = readFileSync(new URL('other-engine.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const read = rows.map((row) => JSON.parse(row) as { plan: PlanInput } | Rated);
const plans = new Map(
  read.flatMap((row) => ('plan' in row ? [[row.plan.plan, ratingPlan(PlanSchema.parse(row.plan), 1)] as const] : [])),
);
const calls = read.flatMap((row) => ('plan' in row ? [] : [row]));

// Guarantee: an engine that is not ours (CGRateS 0.11.0~dev, 19463bdc, 15 decimals) rates the same calls by the same decks to the
// same nano-unit: nested prefixes, fees, every increment, steps, bands over nights, weekends and changes of clocks, tiers, packages.
test('CDRs cost what CGRateS says', () => {
  const different = calls.filter((call) => JSON.stringify(ours(call)) !== JSON.stringify(theirs(call)));
  console.log(`Rated by CGRateS too: ${calls.length} CDRs, ${plans.size} decks, different: ${different.length}`);
  expect(different).toEqual([]);
  expect(calls.length).toBeGreaterThan(500);
});

const theirs = ({ billed, amount }: Rated) => ({ billed, amount });

function ours({ of, to, startedAt, seconds, billed }: Rated): { billed: number | undefined; amount: string } {
  const plan = plans.get(of);
  if (plan === undefined) throw new Error(`No deck ${of}`);
  const use = { meter: 'calls-outbound', quantity: BigInt(seconds), destination: `+${to}`, startedAt };
  const price = listPrice(use, plan);
  if (price.kind === 'unrated') throw new Error(price.reason);
  if (billed !== undefined) return { billed: Number(price.billedUnits), amount: formatNano(price.amount) };
  const facts = { id: 'calls-outbound#CA#0', accountSid: 'AC', microService: 'call', resourceSid: 'CA' };
  const line = { ...use, ...price, ...facts, finalizedAt: startedAt, day: '20260101' };
  const all = [line, ...adjust([line], plan, { inForceMs: 1, periodMs: 1 })];
  return { billed, amount: formatNano(sum(all.map(({ amount }) => amount))) };
}
