import type { Meter } from '../../lib/metering/meter.ts';

/** What the registry knows of numbers: their meter. Every account may have numbers; there is nothing to configure. */
export const number = {
  name: 'number',
  meters: [
    {
      name: 'phonenumbers',
      unit: 'number-day',
      countUnit: 'days',
      usageUnit: 'number-days',
      description: 'Phone Numbers',
    },
  ],
} as const satisfies { readonly name: string; readonly meters: readonly Meter[] };
