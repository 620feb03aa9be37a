import { chartSize, type DailyChart } from '../daily-chart.ts';
import type { Address, Sheet } from '../sheet.ts';
import { accent, bottom, continuePage, hairline, left, type Page, soft, style, wash, width } from './page.ts';

const half = (width - 20) / 2;
/** Where the second column of facts begins: the first holds the long ones. */
const factsAt = 0.62;

/** The first page's head: who bills whom, for what, and what is payable. */
export function drawFirstHead(page: Page, sheet: Sheet): void {
  page.addPage();
  page.rect(0, 0, page.page.width, 5).fill(accent);
  style(page, 'bold', 20).text(sheet.title, left, 45, { width });
  page.y += 12;
  drawAddresses(page, sheet);
  drawFacts(page, sheet);
  for (const notice of sheet.notices) drawNotice(page, notice);
  drawDue(page, sheet);
}

function drawAddresses(page: Page, { from, to }: Sheet): void {
  const top = page.y;
  const ends = [from, to].map((address, index) => drawAddress(page, address, left + index * (half + 20), top));
  page.y = Math.max(...ends) + 14;
}

function drawAddress(page: Page, { label, name, lines }: Address, x: number, top: number): number {
  style(page, 'regular', 7.5, soft).text(label, x, top, { width: half });
  style(page, 'bold', 10.5).text(name, x, page.y, { width: half });
  style(page, 'regular', 9);
  for (const each of lines) page.text(each, x, page.y, { width: half });
  return page.y;
}

function drawFacts(page: Page, { facts }: Sheet): void {
  page
    .moveTo(left, page.y)
    .lineTo(left + width, page.y)
    .lineWidth(0.5)
    .strokeColor(hairline)
    .stroke();
  page.y += 8;
  for (const [first, second] of pairs(facts)) {
    const top = page.y;
    const ends = [first, second].map((fact, index) => {
      if (fact === undefined) return top;
      const x = left + index * width * factsAt;
      const own = width * (index === 0 ? factsAt : 1 - factsAt) - 62;
      style(page, 'regular', 8, soft).text(fact.label, x, top, { width: 50 });
      style(page, 'regular', 8).text(fact.text, x + 52, top, { width: own });
      return page.y;
    });
    page.y = Math.max(...ends) + 2;
  }
}

/** Two by two: the first half stands at the left, the second at the right. */
function pairs<Value>(values: readonly Value[]): [Value | undefined, Value | undefined][] {
  const rows = Math.ceil(values.length / 2);
  return Array.from({ length: rows }, (_, index) => [values[index], values[index + rows]]);
}

function drawNotice(page: Page, notice: string): void {
  style(page, 'regular', 9);
  const height = page.heightOfString(notice, { width: width - 24 }) + 12;
  const top = page.y + 8;
  page.rect(left, top, width, height).fill('#fff8ec');
  page.rect(left, top, 3, height).fill('#c77700');
  style(page, 'regular', 9).text(notice, left + 12, top + 6, { width: width - 24 });
  page.y = top + height;
}

function drawDue(page: Page, { due }: Sheet): void {
  const top = page.y + 12;
  page.roundedRect(left, top, width, 46, 5).fill(wash);
  style(page, 'regular', 10).text(due.label, left + 14, top + 17, { width: half });
  style(page, 'bold', 18).text(due.amount, left + half, top + 12, { width: width - half - 14, align: 'right' });
  page.y = top + 50;
}

/** The chart of daily usage, as wide as the page. */
export function drawChart(page: Page, chart: DailyChart, sheet: Sheet): void {
  const scale = width / chartSize.width;
  if (page.y + 40 + chartSize.height * scale > bottom) continuePage(page, sheet);
  else page.y += 16;
  style(page, 'bold', 10.5).text(chart.title, left, page.y, { width });
  const top = page.y + 6;
  for (const { x, y, text } of chart.lines) {
    const at = top + y * scale;
    page
      .moveTo(left + x * scale, at)
      .lineTo(left + width, at)
      .lineWidth(0.5)
      .strokeColor(hairline)
      .stroke();
    style(page, 'regular', 7, soft).text(text, left, at - 4, {
      width: (x - 8) * scale,
      align: 'right',
      lineBreak: false,
    });
  }
  for (const day of chart.bars)
    if (day.height > 0)
      page.rect(left + day.x * scale, top + day.y * scale, day.width * scale, day.height * scale).fill(accent);
  for (const { x, y, text } of chart.days)
    style(page, 'regular', 7, soft).text(text, left + x * scale - 12, top + y * scale - 7, {
      width: 24,
      align: 'center',
      lineBreak: false,
    });
  page.y = top + chartSize.height * scale;
}
