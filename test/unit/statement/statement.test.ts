import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { add, formatNano, nanoOf, negate, subtract, sum } from '../../../lib/money/nano.ts';
import { withOverrides } from '../../../lib/rating/override.ts';
import { sha256 } from '../../../lib/statement/canonical.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { parseStatement } from '../../../lib/statement/parse-statement.ts';
import { sealDay } from '../../../lib/statement/seal-day.ts';
import { renderCsv } from '../../../lib/statement/statement-csv.ts';
import { renderJson } from '../../../lib/statement/statement-document.ts';
import { renderHtml } from '../../../lib/statement/statement-html.ts';
import { monthOf } from './month.ts';

const month = monthOf(400);
const statement = makeStatement(month);

// Guarantee: payable is the exact total with what was carried in, rounded once; what the rounding leaves is carried on.
test('the sums of a statement', () => {
  const listed = sum(month.lines.map(({ amount }) => amount));
  expect(sum(statement.groups.map(({ amount }) => amount))).toBe(listed);
  expect(sum(statement.days.map(({ amount }) => amount))).toBe(listed);
  expect(statement.total).toBe(add(listed, sum(statement.adjustments.map(({ amount }) => amount))));
  expect(add(statement.net, statement.carriedOut)).toBe(add(statement.total, nanoOf('-0.0031')));
  expect(formatNano(statement.payable)).toMatch(/^\d+(\.\d\d?)?$/);
  expect([statement.number, statement.unrated]).toEqual([`${month.account.sid}-2026-11-1`, 1]);
});

// Guarantee: an account's own prices stand in the statement with their plan, are read back as they were written, and are on the page; a statement
// without any says nothing of them.
test('overrides', () => {
  const overrides = [
    { meter: 'calls-outbound', prefix: '49', price: nanoOf('0.0111') },
    { meter: 'sms-inbound', price: nanoOf('0.0042') },
  ];
  const plansInForce = month.plansInForce.map((each) => ({
    ...each,
    plan: withOverrides(each.plan, 'all', overrides),
  }));
  const json = renderJson(makeStatement({ ...month, plansInForce }));
  const read = parseStatement(json);
  expect(renderJson(read)).toBe(json);
  expect(read.plans[0]?.overrides).toEqual(overrides);
  expect(renderHtml(read, { sha256: sha256(json) })).toContain('0.0111');
  expect(renderJson(statement)).not.toContain('Overrides');
  const lines = month.lines.slice(0, 1);
  const byProfile = lines.map((line) => ({ ...line, profile: 'call from 2026-11-01T00:00:00.000Z' }));
  expect(sealDay('20261101', byProfile, '2026a').sha256).not.toBe(sealDay('20261101', lines, '2026a').sha256);
});

// Guarantee: allowance and commitment are shown, and bring a small month to exactly its commitment.
test('adjustments', () => {
  const small = makeStatement(monthOf(16));
  expect(small.adjustments.map(({ kind, meter, plan, version }) => [kind, meter, plan, version])).toEqual([
    ['allowance', 'sms-inbound', 'standard', 2],
    ['commitment', undefined, 'standard', 2],
  ]);
  expect(formatNano(small.total)).toBe('25');
});

// Guarantee: a statement is the same to the byte for every order of its lines (billing.md, rules 5 and 9).
test('every order of lines gives the same bytes', () => {
  const hash = sha256(renderJson(statement));
  const csv = renderCsv(statement, month.lines);
  fc.assert(
    fc.property(fc.shuffledSubarray([...month.lines], { minLength: month.lines.length }), (lines) => {
      const shuffled = makeStatement({ ...month, lines });
      expect(sha256(renderJson(shuffled))).toBe(hash);
      expect(renderCsv(shuffled, lines)).toBe(csv);
    }),
    { numRuns: 25 },
  );
});

// Guarantee: the JSON is canonical and holds amounts as text, never as floats.
test('the JSON of a statement', () => {
  const document = JSON.parse(renderJson(statement));
  expect(Object.keys(document)).toEqual(Object.keys(document).sort());
  expect(document).toMatchObject({
    Currency: 'USD',
    Period: {
      Name: '2026-11',
      Zone: 'America/New_York',
      StartsAt: '2026-11-01T04:00:00.000Z',
      EndsAt: '2026-12-01T05:00:00.000Z',
    },
    CarriedIn: '-0.0031',
    PreviousSha256: 'f'.repeat(64),
  });
  expect(document.Seals).toHaveLength(30);
});

// Guarantee: a line changed, lost or added after its day was sealed makes no statement.
test('what does not agree with its seals is refused', () => {
  const [first, ...rest] = month.lines;
  if (first === undefined) throw new Error('a month without lines');
  expect(() => makeStatement({ ...month, lines: rest })).toThrow(/sealed \d+ lines/);
  expect(() =>
    makeStatement({ ...month, lines: [{ ...first, amount: add(first.amount, nanoOf('0.000000001')) }, ...rest] }),
  ).toThrow(/sealed/);
  expect(() => makeStatement({ ...month, lines: [{ ...first, day: '20261201' }, ...rest] })).toThrow(
    '1 lines of other days',
  );
  expect(() => makeStatement({ ...month, plansInForce: [] })).toThrow('no plan standard#2 given');
});

// Guarantee: any change of any line of a day changes its seal; the order of lines does not.
test('a seal notices everything', () => {
  const lines = month.lines.filter(({ day }) => day === '20261103');
  const seal = sealDay('20261103', lines, '2026a');
  expect(sealDay('20261103', lines.toReversed(), '2026a')).toEqual(seal);
  const [first, ...rest] = lines;
  if (first === undefined) throw new Error('a day without lines');
  const changes = [
    { quantity: first.quantity + 1n },
    { destination: '+1' },
    { unitPrice: '9' },
    { finalizedAt: first.finalizedAt + 1 },
    { version: 3 },
  ];
  for (const change of changes)
    expect(sealDay('20261103', [{ ...first, ...change }, ...rest], '2026a').sha256).not.toBe(seal.sha256);
});

// Guarantee: the CSV has a row for each ledger line and each adjustment, whose amounts add up to the exact total, and rows
// for the remainders and taxes, with which they add up to what is payable.
test('the CSV of a statement', () => {
  const [head, ...rows] = renderCsv(statement, month.lines).trimEnd().split('\n');
  expect(head?.split(',').slice(0, 4)).toEqual(['statement', 'account', 'kind', 'day']);
  const exact = month.lines.length + statement.adjustments.length;
  expect(rows).toHaveLength(exact + 3);
  const amountAt = head?.split(',').indexOf('amount') ?? -1;
  const amounts = rows.map((row) => nanoOf(row.split(',')[amountAt] ?? ''));
  expect(sum(amounts.slice(0, exact))).toBe(statement.total);
  expect(sum(amounts)).toBe(statement.payable);
  expect(amounts.some((amount) => amount < 0n)).toBe(true);
});

// Guarantee: a spreadsheet runs nothing that a caller wrote.
test('cells that look like formulas are escaped', () => {
  const lines = month.lines.map((line, index) =>
    index === 0 ? { ...line, destination: '=HYPERLINK("http://evil")' } : line,
  );
  expect(renderCsv(statement, lines)).toContain(`"'=HYPERLINK(""http://evil"")"`);
});

// Guarantee: the page shows what a person needs, loads nothing, runs nothing, and escapes every name.
test('the page of a statement', () => {
  const hostile = {
    ...month,
    operator: { ...month.operator, name: '<script>alert(1)</script>' },
    account: { ...month.account, name: '"><img src=x onerror=alert(1)>' },
  };
  const page = renderHtml(makeStatement(hostile), { sha256: 'e'.repeat(64) });
  expect(page).not.toMatch(/<script|<img|<link|src=x onerror=alert\(1\)>|https?:/);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  for (const text of [
    statement.number,
    '2026-11, days of America/New_York',
    'USD',
    '+447…',
    'Included allowance',
    '1 use has no price yet',
    'e'.repeat(64),
    '<svg',
  ]) {
    expect(page).toContain(text);
  }
});

// Guarantee: a preview cannot be taken for a statement.
test('a preview says so', () => {
  const page = renderHtml(statement, { sha256: undefined, previewAt: Date.parse('2026-11-20T10:00:00Z') });
  expect(page).toContain('This is a preview, not a statement.');
  expect(page).toContain('2026-11-20 10:00 UTC');
  expect(page).not.toContain(`<dd>${statement.number}</dd>`);
});

// Guarantee: a month in which nothing happened has a statement too, and pays only what was carried.
test('an empty month', () => {
  const empty = makeStatement({ ...monthOf(0), plansInForce: [] });
  expect([formatNano(empty.total), formatNano(empty.payable), formatNano(empty.carriedOut)]).toEqual([
    '0',
    '0',
    '-0.0031',
  ]);
  expect(renderHtml(empty, { sha256: 'e'.repeat(64) })).toContain('Nothing was used in this period.');
});

// Guarantee: two micro-services on one plan owe its commitment once, prorated by the time that either was on it.
test('a plan for part of the period', () => {
  const [whole] = month.plansInForce;
  if (whole === undefined) throw new Error('a month without plan');
  const middle = (whole.startsAt + whole.endsAt) / 2;
  const half = { ...whole, endsAt: middle };
  const plansInForce = [
    { ...half, microService: 'call' },
    { ...half, microService: 'sms' },
  ];
  const empty = makeStatement({ ...monthOf(0), plansInForce });
  expect(formatNano(empty.total)).toBe('12.5');
  expect(subtract(empty.total, negate(empty.carriedIn))).toBe(add(empty.net, empty.carriedOut));
});
