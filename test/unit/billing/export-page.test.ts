import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pageTokenOf, positionOf, readExportPage } from '../../../functions/billing/export/export-page.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });

// Guarantee: whatever the limits, pages after one another hold every row once and in order; each is within its limits, or
// one row alone.
test('pages are a cut of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 200 }),
      async (texts, rows, answerBytes) => {
        const all = texts.map((each, index) => ({
          day: '20261103',
          id: String(index).padStart(2, '0'),
          text: `${each}\n`,
        }));
        let read = '';
        for (let after: string | undefined = ''; after !== undefined; ) {
          const from: string = after;
          const page = await readExportPage(
            (async function* () {
              for (const row of all) if (from === '' || row.id > from) yield row;
            })(),
            { rows, answerBytes },
          );
          read += page.text;
          const held = all.filter(
            ({ id }) => (from === '' || id > from) && (page.next === undefined || id <= page.next.id),
          );
          expect(held.length).toBeLessThanOrEqual(rows);
          const bytes = held.reduce((sum, row) => sum + Buffer.byteLength(JSON.stringify(row.text)), 0);
          if (held.length > 1) expect(bytes).toBeLessThanOrEqual(answerBytes);
          after = page.next?.id;
        }
        expect(read).toBe(all.map((row) => row.text).join(''));
      },
    ),
  );
});

// Guarantee: a page token leads back to its position; any other text is told from one.
test('page tokens', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{8}$/),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
      (day, id) => {
        expect(positionOf(pageTokenOf({ day, id }))).toEqual({ day, id });
      },
    ),
  );
  for (const other of ['', 'PT', 'x', 'PT!!', `${pageTokenOf({ day: '20261103', id: 'a' })}=`])
    expect(positionOf(other)).toBeUndefined();
});
