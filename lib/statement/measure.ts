import { divideHalfAway, formatNano, nano } from '../money/nano.ts';
import type { StatementGroup } from './statement.ts';

/** Byte-seconds of a gigabyte kept for 30 days. */
const gigabyteMonth = 1_000_000_000 * 30 * 24 * 60 * 60;
const nanoDigits = 1_000_000_000n;

/** What a price is for, in a reader's words: `minute` for 60 seconds. */
export function measureOf(unit: string, per: number): string {
  if (per === 1) return unit;
  if (per === 60 && unit.endsWith('second')) return `${unit.slice(0, -'second'.length)}minute`;
  if (per === 3600 && unit.endsWith('second')) return `${unit.slice(0, -'second'.length)}hour`;
  if (per === gigabyteMonth && unit === 'byte-second') return 'GB-month';
  return `${grouped(BigInt(per))} ${unit}s`;
}

/** Units as a reader counts them: `9 minutes`, `66 seconds`, `1,234 segments`; exact, or marked as rounded. */
export function measured(units: bigint, unit: string, per: number): string {
  if (units % BigInt(per) === 0n && measureOf(unit, per) !== `${grouped(BigInt(per))} ${unit}s`)
    return counted(units / BigInt(per), measureOf(unit, per));
  if (measureOf(unit, per) !== 'GB-month') return counted(units, unit);
  const parts = divideHalfAway(units * nanoDigits, BigInt(per));
  const exact = parts * BigInt(per) === units * nanoDigits;
  return `${exact ? '' : '≈ '}${formatNano(nano(parts))} GB-months`;
}

export const counted = (count: bigint, unit: string): string => `${grouped(count)} ${unit}${count === 1n ? '' : 's'}`;

/** `0.0130 / minute`; empty where a group's lines had different prices. */
export const priceText = ({ unitPrice, unit, per }: Pick<StatementGroup, 'unitPrice' | 'unit' | 'per'>): string =>
  unitPrice === '' ? 'several' : `${unitPrice} / ${measureOf(unit, per)}`;

/** A whole number with a comma between thousands. */
export const grouped = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
