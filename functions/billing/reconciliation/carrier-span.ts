import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { currencies } from '../../../lib/money/currency.ts';
import type { Span } from '../../../lib/period/day.ts';

const spanMillisecondsMax = 31 * 86_400_000;

export const spanParameters = {
  /** The time that is compared: from here */
  From: z.iso.datetime(),
  /** up to here, at most 31 days later. */
  To: z.iso.datetime(),
  /** The currency of the carrier's costs. */
  Currency: z.enum(currencies),
};

/** The span of `From` and `To`. */
export function spanOf({ From, To }: { readonly From: string; readonly To: string }): Span | Refusal {
  const span = { startsAt: Date.parse(From), endsAt: Date.parse(To) };
  if (span.endsAt > span.startsAt && span.endsAt - span.startsAt <= spanMillisecondsMax) return span;
  return refuse(20001, `To: ${To} must be later than From, by at most 31 days`);
}
