import { chartSize, type DailyChart } from './daily-chart.ts';
import { type Html, html } from './html.ts';

/** The chart as SVG: no script, readable for those who cannot see it, sharp on paper. */
export function chartSvg({ title, bars, lines, days }: DailyChart): Html {
  const { width, height } = chartSize;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${lines.map(
    ({ x, y, text }) =>
      html`<path d="M${x} ${y}H${width}" stroke="#dfe4ea"/><text x="${x - 8}" y="${y}" dy="4" text-anchor="end">${text}</text>`,
  )}${bars.map(
    (bar) =>
      html`<rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" rx="2"><title>${bar.title}</title></rect>`,
  )}${days.map(({ x, y, text }) => html`<text x="${x}" y="${y}" text-anchor="middle">${text}</text>`)}</svg>`;
}
