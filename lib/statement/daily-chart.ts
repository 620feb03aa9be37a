import { formatAmount } from '../money/currency.ts';
import { type Nano, nano } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import { type Html, html } from './html.ts';
import type { Statement } from './statement.ts';

const width = 720;
const height = 170;
const left = 70;
const top = 12;
const bottom = 24;
const plotHeight = height - top - bottom;

/** Bars of each day's list prices, as SVG: no script, readable for those who cannot see it, sharp on paper. */
export function dailyChart({ days, currency }: Pick<Statement, 'days' | 'currency'>): Html {
  const highest = days.reduce<bigint>((most, { amount }) => (amount > most ? amount : most), 0n);
  if (highest === 0n) return html``;
  const ceiling = roundedUp(highest);
  const step = (width - left) / days.length;
  const bars = days.map(({ day, amount, lines }, index) => {
    const tall = pixels(amount, ceiling);
    const title = `${dashedDay(day)}: ${formatAmount(amount, currency)} ${currency}, ${lines} lines`;
    return html`<rect x="${fixed(left + index * step + 2)}" y="${fixed(top + plotHeight - tall)}" width="${fixed(step - 4)}" height="${fixed(tall)}" rx="2"><title>${title}</title></rect>`;
  });
  const labels = days.flatMap(({ day }, index) =>
    index % 5 === 0
      ? [
          html`<text x="${fixed(left + (index + 0.5) * step)}" y="${height - 6}" text-anchor="middle">${day.slice(6)}</text>`,
        ]
      : [],
  );
  const lines = [ceiling, nano(ceiling / 2n), nano(0n)].map((value) => {
    const y = fixed(top + plotHeight - pixels(value, ceiling));
    return html`<path d="M${left} ${y}H${width}" stroke="#dfe4ea"/><text x="${left - 8}" y="${y}" dy="4" text-anchor="end">${formatAmount(value, currency)}</text>`;
  });
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Usage of each day at list price, in ${currency}">${lines}${bars}${labels}</svg>`;
}

/** The next round amount, whose half is round as well. */
function roundedUp(amount: bigint): Nano {
  for (let power = 1n; ; power *= 10n) {
    for (const factor of [10n, 12n, 16n, 20n, 30n, 40n, 60n, 80n])
      if (factor * power >= amount) return nano(factor * power);
  }
}

/** Hundredths of a pixel are counted in whole numbers; a negative day has no bar. */
const pixels = (amount: bigint, ceiling: bigint): number =>
  Number(((amount > 0n ? amount : 0n) * BigInt(plotHeight) * 100n) / ceiling) / 100;

const fixed = (value: number): number => Math.round(value * 100) / 100;
