import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';

/** Recordings of calls and conferences: kept, played, deleted. */
export const recording = {
  name: 'recording',
  resource: 'recording',
  description: 'Recordings of calls and conferences',
  settings: z.strictObject({
    ...commonSettings,
    /** A recording of a call is stopped after so long. */
    MaxSeconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 86_400),
    /** A recording is deleted so many days after it has ended, with its sound. 0: it is kept. What it cost stays. */
    RetentionDays: z._default(z.int().check(z.minimum(0), z.maximum(3_650)), 0),
  }),
  meters: [
    {
      name: 'recordings',
      unit: 'second',
      countUnit: 'recordings',
      usageUnit: 'minutes',
      description: 'Recordings',
    },
    {
      name: 'recordingstorage',
      unit: 'byte-second',
      countUnit: 'days',
      usageUnit: 'byte-seconds',
      description: 'Recordings Storage',
    },
  ],
  events: ['recording.started', 'recording.completed', 'recording.absent', 'recording.failed'],
  actions: ['recording.release'],
  subresources: { recordings: '/Recordings.json' },
} as const satisfies MicroService;
