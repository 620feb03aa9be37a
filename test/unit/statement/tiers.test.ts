import { expect, test } from '@jest/globals';
import { formatNano } from '../../../lib/money/nano.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { type RatingPlan, ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { parseStatement } from '../../../lib/statement/parse-statement.ts';
import { sealDay } from '../../../lib/statement/seal-day.ts';
import { renderCsv } from '../../../lib/statement/statement-csv.ts';
import { renderJson } from '../../../lib/statement/statement-document.ts';
import { renderHtml } from '../../../lib/statement/statement-html.ts';
import { monthOf } from './month.ts';

const noon = Date.parse('2026-11-16T17:00:00Z');
const hour = 3_600_000;
const plan = ratingPlan(
  PlanSchema.parse({
    ...{ plan: 'mobile', currency: 'USD', effectiveFrom: '2026-01-01T00:00:00Z' },
    lines: [{ meter: 'sms-outbound', price: { model: 'per-unit', price: '0.01' } }],
    tiers: ['bronze', 'silver'].map((name) => ({
      name,
      limits: [{ meter: 'sms-outbound', units: 3, atLimit: 'overage' }],
      overagePrices: [{ meter: 'sms-outbound', price: '0.05' }],
    })),
  }),
  1,
);
const [bronze, silver] = ['bronze', 'silver'].map((name): RatingPlan => {
  const found = plan.tiers.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}) as [RatingPlan, RatingPlan];

/** A message of two segments, sent on a tier, so many hours from noon. */
function sent(hours: number, tier: RatingPlan): LedgerLine {
  const at = noon + hours * hour;
  const use = { meter: 'sms-outbound', quantity: 2n, startedAt: at };
  const price = listPrice(use, tier);
  if (price.kind === 'unrated') throw new Error(price.reason);
  const { kind, ...priced } = price;
  const { account } = monthOf(0);
  const resourceSid = `SM${hours}`;
  return {
    ...{ id: `sms-outbound#${resourceSid}#0`, accountSid: account.sid, microService: 'sms', resourceSid },
    ...{ ...use, finalizedAt: at, day: '20261116', ...priced, plan: 'mobile', version: 1 },
    ...(tier.tier !== undefined && { tier: tier.tier.name }),
  };
}

function statementOf(lines: readonly LedgerLine[]) {
  const { period } = makeStatement(monthOf(0));
  const span = (tier: RatingPlan, startsAt: number, endsAt: number) => ({
    microService: '*',
    plan: tier,
    startsAt,
    endsAt,
  });
  return makeStatement({
    ...monthOf(0),
    lines,
    seals: [sealDay('20261116', lines, '2026a')],
    plansInForce: [
      span(bronze, period.startsAt, noon),
      span(silver, noon, noon + 4 * hour),
      span(bronze, noon + 4 * hour, period.endsAt),
    ],
  });
}

const used = [sent(-2, bronze), sent(-1, bronze), sent(1, silver), sent(2, silver), sent(5, bronze)];

// Guarantee: a change of tier starts its limit anew (rule 14), and who comes back to a tier in the same period finds what is left of it;
// the statement is the same for every order of the lines (rule 5), and reads back.
test('two tiers in a period, and back', () => {
  const statement = statementOf(used);
  expect(statement.adjustments.map(({ tier, kind, units, amount }) => [tier, kind, units, formatNano(amount)])).toEqual(
    [
      ['bronze', 'over-limit', 3n, '-0.03'],
      ['bronze', 'overage', 3n, '0.15'],
      ['silver', 'over-limit', 1n, '-0.01'],
      ['silver', 'overage', 1n, '0.05'],
    ],
  );
  expect(formatNano(statement.total)).toBe('0.26');
  expect(renderJson(statementOf([...used].reverse()))).toBe(renderJson(statement));
  expect(parseStatement(renderJson(statement))).toEqual(statement);
});

// Guarantee: a reader finds the tier, its limit, its overage price, and what went beyond.
test('what the page and the CSV say of tiers', () => {
  const statement = statementOf(used);
  const page = renderHtml(statement, { sha256: undefined });
  for (const text of [
    'mobile, version 1, silver',
    '3 segments in a period: beyond, overage prices hold',
    'Above the limit: 0.05 a segment',
    'Over the limit, off list price',
  ])
    expect(page).toContain(text);
  const rows = renderCsv(statement, used).split('\n');
  expect(rows.filter((row) => row.includes(',usage,') && row.includes('tier bronze'))).toHaveLength(3);
  expect(rows.filter((row) => row.includes(',overage,') && row.includes('tier silver'))).toHaveLength(1);
});
