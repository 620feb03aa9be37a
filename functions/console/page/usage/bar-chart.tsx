import { max, ticks } from 'd3-array';

/** A bar: what stands below it, how high it is, and what it says when one points at it. */
export type Bar = { readonly label: string; readonly height: number; readonly title: string };

const width = 760;
const height = 240;
const left = 70;
const top = 10;
const bottom = 28;
const plotHeight = height - top - bottom;
const gap = 0.25;
const ticksWanted = 4;

/** Bars over a scale, as SVG without any inline style. Readable for those who cannot see it: the table says the same. */
export function BarChart({ bars, title }: { readonly bars: readonly Bar[]; readonly title: string }) {
  const highest = max(bars, (bar) => bar.height) ?? 0;
  const scale = ticks(0, highest === 0 ? 1 : highest, ticksWanted);
  const ceiling = Math.max(highest, scale.at(-1) ?? 0) || 1;
  const y = (value: number) => top + plotHeight * (1 - value / ceiling);
  const step = (width - left) / bars.length;
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {scale.map((value) => (
        <g key={value}>
          <line x1={left} x2={width} y1={y(value)} y2={y(value)} />
          <text x={left - 8} y={y(value)} dy={4} text-anchor="end">
            {value.toLocaleString()}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => (
        <g key={bar.label}>
          <rect
            x={left + step * (index + gap / 2)}
            y={y(bar.height)}
            width={step * (1 - gap)}
            height={top + plotHeight - y(bar.height)}
          >
            <title>{bar.title}</title>
          </rect>
          <text x={left + step * (index + 0.5)} y={height - 8} text-anchor="middle">
            {bar.label}
          </text>
        </g>
      ))}
    </svg>
  );
}
