import * as z from 'zod/mini';
import { isPeriod } from '../../lib/period/period.ts';

/** A period, which is a month: `2026-11`. */
export const period = () =>
  z
    .string()
    .check(
      z.refine(isPeriod, 'must be a period such as 2026-11'),
      z.meta({ pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])$`, example: '2026-11' }),
    );
