import * as z from 'zod/mini';
import { type Nano, parseNano } from '../../lib/money/nano.ts';
import { isPeriod } from '../../lib/period/period.ts';

/** A period, which is a month: `2026-11`. */
export const period = () =>
  z
    .string()
    .check(
      z.refine(isPeriod, 'must be a period such as 2026-11'),
      z.meta({ pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])$`, example: '2026-11' }),
    );

/** An amount as decimal text, since JSON numbers are floats: `100`, `-2.50`, at most 9 decimals. */
export const money = () =>
  z.pipe(
    z.string().check(z.meta({ pattern: String.raw`^-?\d{1,12}(\.\d{1,9})?$`, example: '100.00' })),
    z.transform((text, context): Nano => {
      const parsed = parseNano(text);
      if ('nano' in parsed && /^-?\d{1,12}(\.|$)/.test(text)) return parsed.nano;
      const message =
        'fault' in parsed ? parsed.fault : `"${text}" is no such amount: 12 digits before the point at most`;
      context.issues.push({ code: 'custom', message, input: text });
      return z.NEVER;
    }),
  );
