import * as z from 'zod/mini';
import { type Nano, nanoOf, parseNano } from '../money/nano.ts';
import { MeterName, type PlanLine } from './plan-line.ts';
import type { Contradiction, PlanTier } from './plan-tier.ts';

/** All of it, in the measure of a discount's `percent`. */
export const hundred = nanoOf('100');

/** Per cent: a decimal text above 0, at most 100, with at most 9 decimals. Kept in billionths, as money is, so that a part is exact. */
const Percent = z.pipe(
  z.string().check(z.meta({ pattern: String.raw`^\d+(\.\d{1,9})?$` })),
  z.transform((text, context): Nano => {
    const parsed = parseNano(text);
    if ('nano' in parsed && parsed.nano > 0n && parsed.nano <= hundred) return parsed.nano;
    const message = 'fault' in parsed ? parsed.fault : `"${text}" is not above 0 and at most 100`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  }),
);

/** What is taken off what a meter, or all meters without a discount of their own, came to in a period. */
export const DiscountSchema = z.strictObject({ meter: z.optional(MeterName), percent: Percent });
export type Discount = z.output<typeof DiscountSchema>;

/** A plan as far as its discounts go. */
type Discounted = {
  readonly lines: readonly PlanLine[];
  readonly tiers?: readonly PlanTier[] | undefined;
  readonly discounts?: readonly Discount[] | undefined;
};

/** What the discounts of a plan cannot be together: two of a meter, one of a meter that has no line. */
export function* contradictionsOfDiscounts({
  lines,
  tiers = [],
  discounts = [],
}: Discounted): Generator<Contradiction> {
  const priced = new Set([...lines, ...tiers.flatMap((tier) => tier.lines ?? [])].map(({ meter }) => meter));
  const seen = new Set<string>();
  for (const [index, { meter }] of discounts.entries()) {
    const path = ['discounts', index, 'meter'];
    if (meter !== undefined && !priced.has(meter))
      yield { path, message: `neither plan nor tier has a line for ${meter}` };
    if (seen.has(meter ?? '*'))
      yield { path, message: `${meter === undefined ? 'the other meters have' : `${meter} has`} a discount already` };
    seen.add(meter ?? '*');
  }
}
