import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';

/** Calls: placing them, answering them, changing them while they live. */
export const call = {
  name: 'call',
  description: 'Calls in and out, controlled by TwiML',
  settings: z.strictObject({
    ...commonSettings,
    /** A call is ended after so long. */
    MaxDurationSeconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 14_400),
    /** Prefixes in E.164 that may be called; empty: all. */
    AllowedDestinations: z._default(
      z.array(z.string().check(z.regex(/^\+[1-9]\d{0,14}$/))).check(z.maxLength(500)),
      [],
    ),
  }),
  meters: [
    {
      name: 'calls-inbound',
      unit: 'second',
      countUnit: 'calls',
      usageUnit: 'minutes',
      description: 'Inbound Voice Minutes',
      sumOf: 'calls',
    },
    {
      name: 'calls-outbound',
      unit: 'second',
      countUnit: 'calls',
      usageUnit: 'minutes',
      description: 'Outbound Voice Minutes',
      sumOf: 'calls',
    },
  ],
  events: ['call.answered', 'call.completed', 'call.missed'],
  actions: [],
  subresources: { calls: '/Calls.json' },
} as const satisfies MicroService;
