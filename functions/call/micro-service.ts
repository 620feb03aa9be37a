import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';

/** Calls: placing them, answering them, changing them while they live. */
export const call = {
  name: 'call',
  resource: 'call',
  description: 'Calls in and out, controlled by TwiML',
  settings: z.strictObject({
    ...commonSettings,
    /** A call is ended after so long. */
    MaxDurationSeconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 14_400),
    /** So many calls may live at once, placed or come in; `<Dial>` legs are part of theirs. 0: no limit. */
    ConcurrentCallsMax: z._default(z.int().check(z.minimum(0), z.maximum(100_000)), 0),
    /** How many calls a second are placed; those above wait as `queued`. 0: as fast as they come. */
    CallsPerSecond: z._default(
      z
        .number()
        .check(z.refine((rate) => rate === 0 || (rate >= 0.01 && rate <= 1_000), 'must be 0 or from 0.01 to 1000')),
      0,
    ),
    /** A call waits so long at most, for the account's rate and the carrier's; one that would have to wait longer is refused (20429). */
    MaxQueueSeconds: z._default(z.int().check(z.minimum(0), z.maximum(14_400)), 3_600),
    /** So long before a call ends since its money does, its program is told (`CallbackSource=money-ending`). 0: it is not. */
    MoneyEndingSeconds: z._default(z.int().check(z.minimum(0), z.maximum(600)), 0),
    /** Prefixes in E.164 that may be called; empty: all. Premium rates and satellite phones must be named: `+1900`, `+881`. */
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
      refusable: true,
    },
    {
      name: 'calls-outbound',
      unit: 'second',
      countUnit: 'calls',
      usageUnit: 'minutes',
      description: 'Outbound Voice Minutes',
      sumOf: 'calls',
      refusable: true,
    },
    {
      name: 'calls-media-stream-minutes',
      unit: 'second',
      countUnit: 'streams',
      usageUnit: 'minutes',
      description: 'Media Streams',
      refusable: true,
    },
  ],
  events: ['call.answered', 'call.completed', 'call.missed'],
  actions: ['call.place', 'call.end'],
  subresources: { calls: '/Calls.json', queues: '/Queues.json' },
} as const satisfies MicroService;
