import { type DailyChart, dailyChart } from '../daily-chart.ts';
import { makeSheet, type Presentation } from '../make-sheet.ts';
import type { Sheet } from '../sheet.ts';
import type { Statement } from '../statement.ts';
import { drawChart, drawFirstHead } from './head.ts';
import { withMissingLettersTold } from './missing-letters.ts';
import { bottom, continuePage, type Fonts, left, newDocument, numberPages, soft, style, width } from './page.ts';
import { drawTable } from './table.ts';

/**
 * The statement as a PDF: the same words and tables as the HTML page, on numbered A4 pages. The bytes are a function of the
 * statement, of the fonts and of the library's version: no clock is read.
 */
export const renderPdf = (statement: Statement, presentation: Presentation, fonts: Fonts): Promise<Uint8Array> =>
  renderSheetPdf(makeSheet(statement, presentation), fonts, {
    createdAt: presentation.previewAt ?? statement.period.endsAt,
    chart: dailyChart(statement),
  });

/** What a PDF has beside its sheet: the instant that it bears, epoch milliseconds, and a chart where there is one. */
export interface Drawing {
  readonly createdAt: number;
  readonly chart: DailyChart | undefined;
}

/** The same of any sheet. */
export function renderSheetPdf(drawn: Sheet, fonts: Fonts, { createdAt, chart }: Drawing): Promise<Uint8Array> {
  const document = newDocument(drawn, fonts, createdAt);
  const sheet = withMissingLettersTold(drawn, document);
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const written = new Promise<Uint8Array>((done, failed) => {
    document.on('end', () => done(Buffer.concat(chunks)));
    document.on('error', failed);
  });
  drawFirstHead(document, sheet);
  const [summary, ...others] = sheet.tables;
  if (summary !== undefined) drawTable(document, summary, sheet);
  if (chart !== undefined) drawChart(document, chart, sheet);
  for (const table of others) drawTable(document, table, sheet);
  style(document, 'regular', 7.5, soft);
  const notes = sheet.notes.join('\n');
  if (document.y + 20 + document.heightOfString(notes, { width }) > bottom) continuePage(document, sheet);
  style(document, 'regular', 7.5, soft).text(notes, left, document.y + 16, { width });
  numberPages(document, sheet);
  document.end();
  return written;
}
