import { expect, test } from '@jest/globals';
import { readFonts } from '../../../functions/billing/fonts.ts';
import { nanoOf } from '../../../lib/money/nano.ts';
import { makeSheet } from '../../../lib/statement/make-sheet.ts';
import { makeStatement } from '../../../lib/statement/make-statement.ts';
import { parseStatement } from '../../../lib/statement/parse-statement.ts';
import { withMissingLettersTold } from '../../../lib/statement/pdf/missing-letters.ts';
import { newDocument } from '../../../lib/statement/pdf/page.ts';
import { renderPdf } from '../../../lib/statement/pdf/statement-pdf.ts';
import { renderJson } from '../../../lib/statement/statement-document.ts';
import { monthOf } from './month.ts';

const presentation = { sha256: 'e'.repeat(64) };
const count = (pdf: Uint8Array, text: RegExp) => (Buffer.from(pdf).toString('latin1').match(text) ?? []).length;

// Guarantee: a statement's JSON holds all of it: read back it is the same statement.
test('the JSON read back', () => {
  const statement = makeStatement(monthOf(200));
  expect(parseStatement(renderJson(statement))).toEqual(statement);
});

// Guarantee: the same statement always has the same PDF, to the byte; it has pages, its own fonts, and no other clock
// than the period's end.
test('the PDF of a statement', async () => {
  const statement = makeStatement(monthOf(200));
  const pdf = await renderPdf(statement, presentation, readFonts());
  const again = await renderPdf(parseStatement(renderJson(statement)), presentation, readFonts());
  expect(Buffer.compare(Buffer.from(pdf), Buffer.from(again))).toBe(0);
  expect(count(pdf, /\/Type \/Page\b(?!s)/g)).toBeGreaterThan(1);
  expect(count(pdf, /\/FontFile2/g)).toBe(2);
  expect(count(pdf, /D:20261201050000Z/g)).toBe(1);
});

// Guarantee: a statement with very many lines, and names of any length, still has rows that are not torn and pages that end.
test('a long statement', async () => {
  const month = monthOf(16);
  const statement = makeStatement({ ...month, account: { ...month.account, name: 'Ω'.repeat(300) } });
  const [group] = statement.groups;
  if (group === undefined) throw new Error('a month without usage');
  const groups = Array.from({ length: 400 }, (_, index) => ({ ...group, prefix: String(49_000 + index) }));
  const pdf = await renderPdf({ ...statement, groups }, presentation, readFonts());
  const pages = count(pdf, /\/Type \/Page\b(?!s)/g);
  expect(pages).toBeGreaterThan(8);
  expect(pages).toBeLessThan(20);
});

// Guarantee: a number is never torn over two lines, however long: rows with long ones take no more pages than others.
test('long numbers', async () => {
  const statement = makeStatement(monthOf(16));
  const [group] = statement.groups;
  if (group === undefined) throw new Error('a month without usage');
  const pagesWith = async (amount: string, lines: number) => {
    const groups = Array.from({ length: 200 }, () => ({ ...group, lines, amount: nanoOf(amount) }));
    return count(await renderPdf({ ...statement, groups }, presentation, readFonts()), /\/Type \/Page\b(?!s)/g);
  };
  expect(await pagesWith('-987654321.123456789', 123_456_789)).toBe(await pagesWith('1', 1));
});

// Guarantee: a name in letters that the fonts do not have is told on the PDF, and no other is.
test.each([
  ['東京テレコム', 1],
  ['Ελλάς ООО ישראל الكويت Söhne', 0],
])('letters of %s', (name, told) => {
  const sheet = makeSheet(makeStatement(monthOf(16)), presentation);
  const page = newDocument(sheet, readFonts(), 0);
  const named = { ...sheet, to: { ...sheet.to, name } };
  expect(withMissingLettersTold(named, page).notices.length - sheet.notices.length).toBe(told);
});

// Guarantee: nobody pays what is owed to him: below zero the sum is in his favour.
test('a statement below zero', () => {
  const sheet = makeSheet({ ...makeStatement(monthOf(16)), payable: nanoOf('-1117.17') }, presentation);
  expect(sheet.due).toEqual({ label: 'In your favour', amount: '1,117.17 USD' });
});
