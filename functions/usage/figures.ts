import type { Rollup } from '../../lib/metering/rollup.ts';
import { divideHalfAway, type Nano, nano } from '../../lib/money/nano.ts';
import type { DaySpan } from './calendar.ts';
import { type Category, totalPrice } from './category.ts';

/** What a Usage Record tells of a category, each exact to 9 decimals, in units of 1e-9. */
export type Figures = {
  /** How often it was used; undefined for what has no count. */
  readonly count: Nano | undefined;
  /** In the category's own unit: minutes to the hundredth. */
  readonly usage: Nano;
  /** List prices. */
  readonly price: Nano;
};

const one = 1_000_000_000n;

/** The figures of a category over a span of GMT days; `rollups` may hold other meters and days too. */
export function figuresOf(category: Category, span: DaySpan, rollups: readonly Rollup[]): Figures {
  const names = new Set(category.meters.map(({ name }) => name));
  const own = rollups.filter(({ day, meter }) => names.has(meter) && span.from <= day && day <= span.to);
  const price = nano(total(own.map(({ amount }) => amount)));
  if (category === totalPrice) return { count: undefined, usage: price, price };
  return { count: nano(one * total(own.map(({ lines }) => lines))), usage: used(category, own), price };
}

/** Billed units in the category's own unit: seconds become minutes, to the hundredth. */
function used({ meters, usageUnit }: Category, rollups: readonly Rollup[]): Nano {
  const seconds = usageUnit === 'minutes' && meters.every(({ unit }) => unit.endsWith('second'));
  const units = total(rollups.map(({ billedUnits }) => billedUnits));
  if (!seconds) return nano(one * units);
  return nano(divideHalfAway(units * 100n, 60n) * (one / 100n));
}

const total = (values: readonly bigint[]): bigint => values.reduce((left, right) => left + right, 0n);
