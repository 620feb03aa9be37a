import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';

/** Conferences: rooms in which calls hear one another. */
export const conference = {
  name: 'conference',
  resource: 'conference',
  description: 'Conferences and their participants',
  settings: z.strictObject({
    ...commonSettings,
    /** So many may be in one conference; whoever comes after is removed. */
    MaxParticipants: z._default(z.int().check(z.minimum(1), z.maximum(250)), 250),
    /** Conferences may dial out though calls are not enabled. Its legs count as outbound calls all the same. */
    DialOut: z._default(z.boolean(), false),
  }),
  allowances: ['DialOut'],
  meters: [
    {
      name: 'conference-participants',
      unit: 'participant-second',
      countUnit: 'participants',
      usageUnit: 'minutes',
      description: 'Conference Participant Minutes',
      refusable: true,
    },
  ],
  events: ['conference.started', 'participant.joined', 'participant.left', 'conference.ended'],
  actions: ['participant.remove', 'participant.callEnded', 'participant.settle'],
  subresources: { conferences: '/Conferences.json' },
} as const satisfies MicroService;
