import { expect, test } from '@jest/globals';
import { add, formatNano, nanoOf, sum } from '../../../lib/money/nano.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { linesOn, makeStatement } from '../../../lib/statement/make-statement.ts';
import { sealDay } from '../../../lib/statement/seal-day.ts';
import type { StatementInput } from '../../../lib/statement/statement.ts';
import { renderCsv } from '../../../lib/statement/statement-csv.ts';
import { renderHtml } from '../../../lib/statement/statement-html.ts';
import { monthOf } from './month.ts';

const retail = `AC${'b'.repeat(32)}`;
const idle = `AC${'c'.repeat(32)}`;

/** A sub-account's month: as the parent's, under another SID. */
function monthOfSub(sid: string, name: string, count: number): StatementInput['subAccounts'][number] {
  const { lines: used, seals, plansInForce } = monthOf(count);
  const lines = used.map((line) => ({ ...line, accountSid: sid }));
  const own = seals.map(({ day }) =>
    sealDay(
      day,
      lines.filter((line) => line.day === day),
      '2026a',
    ),
  );
  return { sid, name, lines, seals: own, plansInForce };
}

const rolledUp = (): StatementInput => ({
  ...monthOf(100),
  subAccounts: [monthOfSub(idle, 'Idle', 0), monthOfSub(retail, 'Retail', 60)],
});

// Guarantee: a roll-up is the sum of what its accounts would owe alone, to the nano-unit, with a subtotal for each; their
// tiers, allowances and commitments are their own (billing.md, rule 14).
test('sub-accounts on one statement', () => {
  const input = rolledUp();
  const whole = makeStatement(input);
  const accounts = [{ ...input, sid: input.account.sid }, ...input.subAccounts];
  const alone = accounts.map(({ sid, plansInForce, lines, seals }) => {
    const account = { ...input.account, sid };
    return makeStatement({ ...input, account, plansInForce, lines, seals, subAccounts: [], previous: undefined });
  });
  expect(whole.total).toBe(sum(alone.map(({ total }) => total)));
  expect(whole.accounts.map(({ sid, lines, amount }) => [sid, lines, amount])).toEqual([
    [input.account.sid, 100, alone[0]?.total],
    [retail, 60, alone[2]?.total],
    [idle, 0, nanoOf('25')],
  ]);
  expect(sum(whole.groups.map(({ amount }) => amount))).toBe(sum(linesOn(input).map(({ amount }) => amount)));
  expect(whole.seals).toHaveLength(90);
  const page = renderHtml(whole, { sha256: 'e'.repeat(64) });
  for (const text of ['Subtotal of Retail', 'Idle: no usage', 'Total of all usage']) expect(page).toContain(text);
  expect(renderCsv(whole, linesOn(input))).toContain(`,${retail},usage,`);
});

// Guarantee: a plan that says so pools its accounts: one allowance and one commitment for all of them together.
test('a plan that pools', () => {
  const input = rolledUp();
  const pooledPlan = (given: StatementInput['plansInForce']) =>
    given.map((each) => {
      const document = PlanSchema.parse({
        plan: 'pool',
        currency: 'USD',
        effectiveFrom: '2020-01-01T00:00:00Z',
        lines: [{ meter: 'sms-inbound', price: { model: 'per-unit', price: '0.01' } }],
        commitment: '40',
        pooled: true,
      });
      return { ...each, plan: ratingPlan(document, 1) };
    });
  const of = <Part extends Pick<StatementInput, 'plansInForce' | 'lines' | 'seals'>>(part: Part): Part => ({
    ...part,
    plansInForce: pooledPlan(part.plansInForce),
    lines: [],
    seals: [],
  });
  const pooled = makeStatement({ ...of(input), subAccounts: input.subAccounts.map(of) });
  expect(pooled.adjustments.map(({ accountSid, kind, amount }) => [accountSid, kind, formatNano(amount)])).toEqual([
    [undefined, 'commitment', '40'],
  ]);
  expect(formatNano(pooled.total)).toBe('40');
});

// Guarantee: each tax is on the rounded net, rounded once, half away from zero, for debts and credits alike.
test.each([
  ['0.10', '5', '0.01'], // 0.005 exactly
  ['-0.10', '5', '-0.01'],
  ['0.09', '5', '0'],
  ['123.45', '8.875', '10.96'], // 10.9561875
  ['100', '19', '19'],
  ['0.01', '49.999999999', '0'], // never rounded twice
])('%s taxed with %s %%', (net, rate, tax) => {
  const taxed = makeStatement({
    ...monthOf(0),
    plansInForce: [],
    previous: { number: 'before', sha256: 'f'.repeat(64), carriedOut: nanoOf(net) },
    taxes: [{ name: 'VAT', rate: nanoOf(rate) }],
  });
  expect([formatNano(taxed.net), taxed.taxes.map(({ amount }) => formatNano(amount))]).toEqual([
    formatNano(nanoOf(net)),
    [tax],
  ]);
  expect(taxed.payable).toBe(add(taxed.net, nanoOf(tax)));
});

// Guarantee: a closed account's last statement ends with its last day, and owes its commitment for no day after it.
test('a final statement', () => {
  const [inForce] = monthOf(0).plansInForce;
  if (inForce === undefined) throw new Error('a month without plan');
  const endsAt = Date.parse('2026-11-16T05:00:00Z'); // half of November's 721 hours, and half an hour
  const final = makeStatement({
    ...monthOf(0),
    plansInForce: [{ ...inForce, endsAt }],
    finalDay: '20261115',
    seals: [],
  });
  expect([final.final, final.days.length, final.issuedOn, final.period.endsAt]).toEqual([true, 15, '20261116', endsAt]);
  expect(formatNano(final.total)).toBe('12.517337032'); // 25 × 361 / 721
  expect(renderHtml(final, { sha256: undefined })).toContain('The account is closed: this is its last statement.');
});
