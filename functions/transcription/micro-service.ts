import * as z from 'zod/mini';
import { commonSettings, type MicroService } from '../../lib/access/micro-service.ts';

/** Transcriptions: the words of recordings that a `<Record transcribe="true">` made. */
export const transcription = {
  name: 'transcription',
  resource: 'transcription',
  description: 'Transcriptions of recordings',
  settings: z.strictObject(commonSettings),
  meters: [
    {
      name: 'transcriptions',
      unit: 'second',
      countUnit: 'transcriptions',
      usageUnit: 'minutes',
      description: 'Transcriptions',
    },
  ],
  events: ['transcription.completed', 'transcription.failed'],
  actions: [],
  subresources: { transcriptions: '/Transcriptions.json' },
} as const satisfies MicroService;
