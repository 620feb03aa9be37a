import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add, nano, nanoOf, sum, zero } from '../../../lib/money/nano.ts';
import { type CreditNoteInput, makeCreditNote } from '../../../lib/statement/credit-note/credit-note.ts';
import { renderCreditNoteCsv } from '../../../lib/statement/credit-note/credit-note-csv.ts';
import { renderCreditNoteJson } from '../../../lib/statement/credit-note/credit-note-document.ts';
import { creditNoteSheet } from '../../../lib/statement/credit-note/credit-note-sheet.ts';
import { creditable } from '../../../lib/statement/credit-note/creditable.ts';
import { rerated } from '../../../lib/statement/credit-note/rerated.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { renderSheet } from '../../../lib/statement/statement-html.ts';
import { monthOf } from './month.ts';

const month = monthOf(200);
const statement = makeStatement(month);
const credited = (changes: Partial<CreditNoteInput>): CreditNoteInput => ({
  statement,
  statementSha256: 'a'.repeat(64),
  sequence: 1,
  previous: undefined,
  issuedOn: '20261203',
  toBalance: false,
  reason: 'Calls were <cut> off',
  repricing: undefined,
  lines: [],
  adjustments: [],
  earlier: zero,
  total: nanoOf('1.234567891'),
  ...changes,
});

// Guarantee: a credit note's exact total is what is paid before taxes and what is left to the next statement, at most half a
// cent; or all of it is in the balance; each tax is the statement's, rounded once.
test('rounded once', () => {
  const totals = fc.bigInt({ min: 1n, max: 10n ** 15n });
  fc.assert(
    fc.property(totals, fc.boolean(), (units, toBalance) => {
      const note = makeCreditNote(credited({ total: nano(units), toBalance }));
      expect(sum([note.returned, note.net, note.carriedOut])).toBe(units);
      expect(note.returned).toBe(toBalance ? units : 0n);
      expect(note.net % 10_000_000n).toBe(0n);
      expect(note.carriedOut ** 2n).toBeLessThanOrEqual(5_000_000n ** 2n);
      expect(note.taxes.map(({ name, rate }) => [name, rate])).toEqual([['Sales tax', nanoOf('8.875')]]);
      expect(note.payable).toBe(add(note.net, sum(note.taxes.map(({ amount }) => amount))));
      const csv = renderCreditNoteCsv(note).trim().split('\n').slice(1);
      expect(sum(csv.map((row) => nanoOf(row.split(',')[14] ?? '')))).toBe(note.payable);
    }),
  );
});

// Guarantee: what is no credit makes no note; the same makes the same bytes, and its page escapes what it says.
test('what it is made of', () => {
  for (const total of [0n, -1n]) expect(() => makeCreditNote(credited({ total: nano(total) }))).toThrow('A credit of');
  const second = credited({ sequence: 2, previous: { number: 'one', sha256: 'b'.repeat(64) } });
  const note = makeCreditNote(second);
  expect(note).toMatchObject({ number: `${statement.number}-CN2`, prevSha256: 'b'.repeat(64), previousNumber: 'one' });
  expect(makeCreditNote(credited({})).prevSha256).toBe('a'.repeat(64));
  expect(renderCreditNoteJson(note)).toBe(renderCreditNoteJson(makeCreditNote({ ...second })));
  const page = renderSheet(creditNoteSheet(note, 'c'.repeat(64)), note.number, undefined);
  expect(page).toContain('Calls were &lt;cut&gt; off');
  expect(page).toContain(`<title>Credit note ${note.number}</title>`);
});

// Guarantee: a month at other prices differs from what it was by what its lines and its adjustments differ; the same prices by nothing.
test('a month at other prices', () => {
  expect(rerated(month, monthOf(200))).toEqual({ lines: [], adjustments: [], difference: 0n });
  const half = month.lines.map((line) => ({ ...line, amount: nano(line.amount / 2n) }));
  const { lines, adjustments, difference } = rerated(month, { ...month, lines: half });
  expect(lines).toHaveLength(month.lines.filter(({ amount }) => amount !== 0n).length);
  expect(adjustments.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['commitment', 'allowance']));
  const cheaper = makeStatement({ ...month, lines: half, seals: [] });
  expect(difference).toBe(cheaper.total - statement.total);
});

// Guarantee: what may be given back by hand is what was asked for and paid in advance, less the notes there are.
test('what is left to give back', () => {
  const whole = creditable(statement, []);
  expect(whole).toEqual({ total: statement.net, payable: statement.payable });
  const note = makeCreditNote(credited({}));
  expect(creditable(statement, [note])).toEqual({
    total: statement.net - note.total,
    payable: statement.payable - note.payable,
  });
});
