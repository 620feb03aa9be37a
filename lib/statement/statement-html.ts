import { chartSvg } from './chart-svg.ts';
import { type DailyChart, dailyChart } from './daily-chart.ts';
import { type Html, html } from './html.ts';
import { makeSheet, type Presentation } from './make-sheet.ts';
import { type Address, type Column, firstSpan, type Row, type Sheet, type Table } from './sheet.ts';
import type { Statement } from './statement.ts';
import { statementStyle } from './statement-style.ts';

/** The statement as one self-contained page for a person: no script, nothing loaded, everything escaped. */
export const renderHtml = (statement: Statement, presentation: Presentation): string =>
  renderSheet(makeSheet(statement, presentation), statement.number, dailyChart(statement));

/** The same of any sheet, under the document's number, with a chart below its first table where there is one. */
export function renderSheet(sheet: Sheet, number: string, chart: DailyChart | undefined): string {
  const [summary, ...others] = sheet.tables;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${sheet.title} ${number}</title>${statementStyle}</head><body><main>
${headOf(sheet)}
${sheet.notices.map((notice) => html`<p class="note">${notice}</p>`)}
<p class="due"><span>${sheet.due.label}</span><strong>${sheet.due.amount}</strong></p>
${summary === undefined ? '' : tableOf(summary)}
${chartOf(chart)}
${others.map(tableOf)}
<footer>${sheet.notes.map((note) => html`<p>${note}</p>`)}</footer>
</main></body></html>
`.text;
}

const headOf = ({ title, from, to, facts }: Sheet): Html => html`<header><h1>${title}</h1>
<div class="parties">${addressOf(from)}${addressOf(to)}</div>
<dl>${facts.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl></header>`;

const addressOf = ({ label, name, lines }: Address): Html =>
  html`<address><span>${label}</span><b>${name}</b>${lines.map((each) => html`<br>${each}`)}</address>`;

function chartOf(chart: DailyChart | undefined): Html {
  return chart === undefined ? html`` : html`<h2>${chart.title}</h2>${chartSvg(chart)}`;
}

// Widths are attributes: pages that show a statement let in no inline style.
const tableOf = ({ title, columns, rows }: Table): Html =>
  html`<h2>${title}</h2><div class="wide"><table><colgroup>${columns.map(({ width }) => html`<col width="${width}%">`)}</colgroup><thead><tr>${columns.map(headCell)}</tr></thead><tbody>${rows.map((row) => rowOf(row, columns))}</tbody></table></div>`;

const headCell = ({ head, figures }: Column): Html =>
  html`<th scope="col" class="${figures ? 'figures' : 'text'}">${head}</th>`;

function rowOf({ kind, cells }: Row, columns: readonly Column[]): Html {
  if (kind === 'head')
    return html`<tr class="head"><th scope="rowgroup" colspan="${columns.length}">${cells[0] ?? ''}</th></tr>`;
  const spanned = firstSpan(cells);
  const others = columns.slice(spanned).map(({ figures }, index) => {
    const text = cells[spanned + index] ?? '';
    return html`<td class="${figures ? 'figures' : 'text'}">${text}</td>`;
  });
  return html`<tr class="${kind}"><th scope="row" colspan="${spanned}">${cells[0] ?? ''}</th>${others}</tr>`;
}
