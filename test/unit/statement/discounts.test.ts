import { expect, test } from '@jest/globals';
import { formatNano, nanoOf } from '../../../lib/money/nano.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { parseStatement } from '../../../lib/statement/parse-statement.ts';
import { renderCsv } from '../../../lib/statement/statement-csv.ts';
import { renderJson } from '../../../lib/statement/statement-document.ts';
import { renderHtml } from '../../../lib/statement/statement-html.ts';
import { monthOf } from './month.ts';

// Guarantee: a plan's discounts are on its statement in every form, as terms and as amounts; a plan without any has not their name.
test('discounts on a statement', () => {
  const month = monthOf(2_000);
  const discounts = [{ meter: 'calls-outbound', percent: nanoOf('12.5') }, { percent: nanoOf('5') }];
  const plansInForce = month.plansInForce.map((each) => ({
    ...each,
    plan: { ...each.plan, plan: { ...each.plan.plan, discounts } },
  }));
  const without = makeStatement(month);
  const statement = makeStatement({ ...month, plansInForce });
  const json = renderJson(statement);
  expect(parseStatement(json)).toEqual(statement);
  expect(json).toContain('"Discounts":[{"Meter":"calls-outbound","Percent":"12.5"},{"Meter":null,"Percent":"5"}]');
  const amounts = statement.adjustments.filter(({ kind }) => kind === 'discount').map(({ amount }) => amount);
  expect(amounts).toHaveLength(2);
  expect(statement.total).toBe(amounts.reduce((total, amount) => total + amount, 0n) + without.total);
  const html = renderHtml(statement, { sha256: 'e'.repeat(64) });
  expect(html).toContain('12.5 % off what it came to');
  expect(html).toContain('5 % off what the meters came to that have no discount of their own');
  const csv = renderCsv(statement, month.lines);
  for (const amount of amounts) expect(csv).toContain(formatNano(amount));
  expect(renderJson(without)).not.toContain('iscount');
});
