import * as z from 'zod/mini';
import { type Nano, parseNano } from '../money/nano.ts';

/** A price: a decimal text, not negative, at most 9 decimals. Text because JSON numbers are floats. */
export const Price = z.pipe(
  z.string().check(z.meta({ pattern: String.raw`^\d+(\.\d{1,9})?$` })),
  z.transform((text, context): Nano => {
    const parsed = parseNano(text);
    if ('nano' in parsed && parsed.nano >= 0n) return parsed.nano;
    const message = 'fault' in parsed ? parsed.fault : `"${text}" is negative`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  }),
);

const seconds = (minimum: number) => z.int().check(z.gte(minimum), z.lte(86_400));
const units = z.int().check(z.gte(1));

/** How a quantity is rounded up before it is priced: `first`, then steps of `next`; shorter uses count as `minimum`. */
const IncrementSchema = z.strictObject({ first: seconds(1), next: seconds(1), minimum: z.optional(seconds(0)) });

/** A price for the part of a use up to `upTo` units; the rate's own price follows the last one. */
const StepSchema = z.strictObject({ upTo: units, price: Price });

const clockTime = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 08:00'));

/** A price for increments that start in `[from, to)` on these days of the plan's zone. The first band that fits wins. */
const BandSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(40)),
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).check(z.minLength(1)),
  from: clockTime,
  to: clockTime,
  price: Price,
});

const rate = {
  /** For `per` units. */
  price: Price,
  /** Charged once when a call was answered. */
  connect: z.optional(Price),
  increment: z.optional(IncrementSchema),
  steps: z.optional(z.array(StepSchema).check(z.minLength(1), z.maxLength(10))),
  bands: z.optional(z.array(BandSchema).check(z.minLength(1), z.maxLength(20))),
};

/** The name of a deck. */
export const DeckName = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a name of a-z, 0-9 and -'));

/** A prefix of a deck: of the far end, or of the near end. */
export const RatePrefix = z
  .string()
  .check(
    z.regex(
      /^(\d{0,15}|[a-z]{1,20}:\S{0,100})$/,
      'must be digits of E.164 without +, "" for all, or a namespace such as sip:',
    ),
  );

/** A deck's rate: for the far end's prefix and, in decks of pairs, the near end's as well. */
export const DeckRateSchema = z.strictObject({ prefix: RatePrefix, origin: z.optional(RatePrefix), ...rate });
const TierSchema = z.strictObject({ upTo: z.optional(units), price: Price });
const tiers = z.array(TierSchema).check(z.minLength(1), z.maxLength(50));

/** One way to price a meter. Units of tiers and packages are `per` units: minutes where `per` is 60 seconds. */
export const PriceModel = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('per-unit'), ...rate }),
  z.strictObject({
    model: z.literal('deck'),
    rates: z.optional(z.array(DeckRateSchema).check(z.minLength(1), z.maxLength(1000))),
    /** A deck of its own (`/v1/Decks`) instead: the version in force when the use began. */
    deck: z.optional(DeckName),
  }),
  z.strictObject({ model: z.literal('graduated'), tiers }),
  z.strictObject({ model: z.literal('volume'), tiers }),
  z.strictObject({ model: z.literal('package'), size: units, price: Price }),
  z.strictObject({ model: z.literal('flat'), price: Price }),
]);

/** Included units of a period. The mode says whether they also use up tiers. */
export const AllowanceSchema = z.strictObject({ units, mode: z.enum(['reduce-then-tier', 'occupy-tiers']) });

export const IncrementDefault = IncrementSchema;
export type Increment = z.output<typeof IncrementSchema>;
export type DeckRate = z.output<typeof DeckRateSchema>;
export type DeckRateInput = z.input<typeof DeckRateSchema>;
export type Rate = Omit<DeckRate, 'prefix' | 'origin'>;
export type Band = z.output<typeof BandSchema>;
export type Tier = z.output<typeof TierSchema>;
