import { type Nano, negate, share, sum } from '../money/nano.ts';
import { hundred } from './discount.ts';
import type { Plan } from './plan.ts';
import type { SegmentSums } from './segment-sums.ts';

/** What a period's total changes in a meter's price; of undefined, in that of the whole plan. */
type Change = { readonly meter: string | undefined; readonly units: bigint; readonly amount: Nano };

/**
 * A plan's discounts on what its meters came to: their list prices, with the `changes` that tiers, allowances, flat prices and
 * overage have made. Each is rounded once.
 */
export function discountsOn(
  sums: SegmentSums,
  changes: readonly Change[],
  { lines, discounts = [] }: Pick<Plan, 'lines' | 'discounts'>,
): Change[] {
  const withOwn = new Set(discounts.map(({ meter }) => meter));
  return discounts.flatMap(({ meter, percent }) => {
    const isConcerned = (each: string | undefined) =>
      meter === undefined ? each !== undefined && !withOwn.has(each) : each === meter;
    const used = sums.meters.filter((_, index) => isConcerned(lines[index]?.meter));
    const amounts = changes.filter((each) => isConcerned(each.meter)).map((each) => each.amount);
    const cost = sum([...used.flatMap(({ listed, overListed }) => [listed, overListed]), ...amounts]);
    const amount = negate(share(cost, percent, hundred));
    const units = used.reduce((total, each) => total + each.units + each.overUnits, 0n);
    return amount === 0n ? [] : [{ meter, units: meter === undefined ? 0n : units, amount }];
  });
}
