import { formatAmount } from '../money/currency.ts';
import { type Nano, nano } from '../money/nano.ts';
import { dashedDay } from '../period/day.ts';
import type { Statement } from './statement.ts';

/** The chart's size, in the units of its coordinates. */
export const chartSize = { width: 720, height: 170 } as const;

const left = 70;
const top = 12;
const bottom = 24;
const plotHeight = chartSize.height - top - bottom;

/** Bars of each day's list prices, as shapes that a page and a PDF draw alike. */
export interface DailyChart {
  readonly title: string;
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly title: string;
  }[];
  /** Horizontal lines, each with its amount at the left. */
  readonly lines: readonly { readonly y: number; readonly x: number; readonly text: string }[];
  /** Days of the month, centred under their bars. */
  readonly days: readonly { readonly x: number; readonly y: number; readonly text: string }[];
}

/** The chart of a statement's days; undefined where nothing was charged on any. */
export function dailyChart({ days, currency }: Pick<Statement, 'days' | 'currency'>): DailyChart | undefined {
  const highest = days.reduce<bigint>((most, { amount }) => (amount > most ? amount : most), 0n);
  if (highest === 0n) return undefined;
  const ceiling = roundedUp(highest);
  const step = (chartSize.width - left) / days.length;
  return {
    title: `Charges of each day at list price, ${currency}`,
    bars: days.map(({ day, amount, lines }, index) => {
      const tall = height(amount, ceiling);
      return {
        x: fixed(left + index * step + 2),
        y: fixed(top + plotHeight - tall),
        width: fixed(step - 4),
        height: fixed(tall),
        title: `${dashedDay(day)}: ${formatAmount(amount, currency)} ${currency}, ${lines} lines`,
      };
    }),
    lines: [ceiling, nano(ceiling / 2n), nano(0n)].map((value) => ({
      x: left,
      y: fixed(top + plotHeight - height(value, ceiling)),
      text: formatAmount(value, currency),
    })),
    days: days.flatMap(({ day }, index) =>
      index % 5 === 0
        ? [{ x: fixed(left + (index + 0.5) * step), y: chartSize.height - 6, text: day.slice(6).replace(/^0/, '') }]
        : [],
    ),
  };
}

/** The next round amount, whose half is round as well. */
function roundedUp(amount: bigint): Nano {
  for (let power = 1n; ; power *= 10n) {
    for (const factor of [10n, 12n, 16n, 20n, 30n, 40n, 60n, 80n])
      if (factor * power >= amount) return nano(factor * power);
  }
}

/** Hundredths of a pixel are counted in whole numbers; a negative day has no bar. */
const height = (amount: bigint, ceiling: bigint): number =>
  Number(((amount > 0n ? amount : 0n) * BigInt(plotHeight) * 100n) / ceiling) / 100;

const fixed = (value: number): number => Math.round(value * 100) / 100;
