import * as z from 'zod/mini';
import { AllowanceSchema, IncrementDefault, PriceModel } from './price-schema.ts';

/** A meter's name such as `calls-outbound`. */
export const MeterName = z
  .string()
  .check(z.regex(/^[a-z][a-z-]{1,40}$/, 'must be the name of a meter such as calls-outbound'));

/** The price of one meter. A use that no line or no rate matches becomes UNRATED, never free. */
export const PlanLineSchema = z.strictObject({
  meter: MeterName,
  /** How many of the meter's units one price is for: 60 for a price a minute of a meter in seconds. */
  per: z._default(z.int().check(z.gte(1)), 1),
  increment: z.optional(IncrementDefault),
  price: PriceModel,
  allowance: z.optional(AllowanceSchema),
});
export type PlanLine = z.output<typeof PlanLineSchema>;
