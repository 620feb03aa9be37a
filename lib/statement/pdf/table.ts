import { type Column, firstSpan, type Row, type Sheet, type Table } from '../sheet.ts';
import { bottom, continuePage, hairline, ink, left, type Page, soft, style, width } from './page.ts';

const points = 8;
const padding = 3;
const gap = 6;

/** Places a table row by row; on a new page its head comes again. Rows are never torn apart. */
export function drawTable(page: Page, table: Table, sheet: Sheet): void {
  const first = table.rows.slice(0, 2).reduce((sum, row) => sum + rowHeight(page, row, table.columns), 0);
  if (page.y + 50 + first > bottom) continuePage(page, sheet);
  else page.y += 16;
  style(page, 'bold', 10.5).text(table.title, left, page.y, { width });
  page.y += 3;
  drawHead(page, table.columns);
  for (const [index, row] of table.rows.entries()) {
    const next = row.kind === 'head' ? table.rows[index + 1] : undefined;
    const needed =
      rowHeight(page, row, table.columns) + (next === undefined ? 0 : rowHeight(page, next, table.columns));
    if (page.y + needed > bottom) {
      continuePage(page, sheet);
      style(page, 'bold', 9, soft).text(`${table.title}, continued`, left, page.y, { width });
      page.y += 3;
      drawHead(page, table.columns);
    }
    drawRow(page, row, table.columns);
  }
}

const faceOf = ({ kind }: Row): 'regular' | 'bold' => (kind === 'line' ? 'regular' : 'bold');

function rowHeight(page: Page, row: Row, columns: readonly Column[]): number {
  style(page, faceOf(row), points);
  const places = placesOf(row, columns);
  const heights = places.map((place) => fitted(page, place).heightOfString(place.text, { width: place.width }));
  return Math.max(...heights) + 2 * padding;
}

/** Sets the size of a cell's text: smaller where a number would not fit its column, since no number is torn over two lines. */
function fitted(page: Page, { text, width: own, align }: Place): Page {
  page.fontSize(points);
  if (align === 'left') return page;
  const widest = Math.max(...text.split(' ').map((word) => page.widthOfString(word)));
  return widest <= own ? page : page.fontSize(Math.floor((points * own * 10) / widest) / 10);
}

type Place = { readonly text: string; readonly x: number; readonly width: number; readonly align: 'left' | 'right' };

/** Where each cell stands: the first reaches over the empty ones that follow it. */
function placesOf({ kind, cells }: Row, columns: readonly Column[]): Place[] {
  if (kind === 'head') return [{ text: cells[0] ?? '', x: left, width, align: 'left' }];
  const spanned = firstSpan(cells);
  let x = left;
  return columns.flatMap((column, index) => {
    const parts = index === 0 ? columns.slice(0, spanned) : [column];
    const own = (width * parts.reduce((sum, part) => sum + part.width, 0)) / 100;
    if (index > 0 && index < spanned) return [];
    const place = { text: cells[index] ?? '', x, width: own - (index === columns.length - 1 ? 0 : gap) };
    x += own;
    return [{ ...place, align: column.figures ? 'right' : 'left' } as const];
  });
}

function drawHead(page: Page, columns: readonly Column[]): void {
  const row: Row = { kind: 'line', cells: columns.map(({ head }) => head) };
  const height = rowHeight(page, row, columns);
  style(page, 'regular', points, soft);
  write(page, placesOf(row, columns), height);
  rule(page, hairline, 0.75);
}

function drawRow(page: Page, row: Row, columns: readonly Column[]): void {
  const height = rowHeight(page, row, columns);
  if (row.kind === 'total') rule(page, ink, 1);
  style(page, faceOf(row), points);
  write(page, placesOf(row, columns), height);
  if (row.kind !== 'total') rule(page, row.kind === 'subtotal' ? '#b9c3cd' : hairline, 0.5);
}

function write(page: Page, places: readonly Place[], height: number): void {
  const y = page.y;
  for (const place of places) {
    const { text, x, width: own, align } = place;
    if (text !== '') fitted(page, place).text(text, x, y + padding, { width: own, align });
  }
  page.y = y + height;
}

function rule(page: Page, colour: string, thickness: number): void {
  page
    .moveTo(left, page.y)
    .lineTo(left + width, page.y)
    .lineWidth(thickness)
    .strokeColor(colour)
    .stroke();
}
