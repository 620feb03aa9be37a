import * as z from 'zod/mini';
import { iso8601 } from '../../../lib/http/date.ts';
import { currencyCode, instant, named, sidOf } from '../../../lib/http/schema.ts';
import type { CarrierReading } from './carrier-reading.ts';
import { type Found, ReconciliationReport, reportJson } from './report.ts';

export const CarrierReadingAnswer = named(
  'CarrierReconciliation',
  z.object({
    Sid: sidOf('RC'),
    Status: z.enum(['reading', 'completed', 'failed']),
    Carrier: z.string(),
    From: instant(),
    To: instant(),
    Currency: currencyCode(),
    DateStarted: instant(),
    /** Read so far, with those of a day before and after. */
    RecordsRead: z.int(),
    Problem: z.nullable(z.string()),
    Report: z.nullable(ReconciliationReport),
  }),
);

/** A reading as `/v1` answers it, with its report once all is read. */
export const readingRepresentation = (
  reading: CarrierReading,
  found: Found | undefined,
): z.input<typeof CarrierReadingAnswer> => ({
  Sid: reading.sid,
  Status: statusOf(reading),
  Carrier: reading.carrier,
  From: iso8601(reading.startsAt),
  To: iso8601(reading.endsAt),
  Currency: reading.currency,
  DateStarted: iso8601(reading.startedAt),
  RecordsRead: reading.records,
  Problem: reading.problem ?? null,
  Report: found === undefined ? null : reportJson(found),
});

export function statusOf({ problem, reads }: CarrierReading): 'reading' | 'completed' | 'failed' {
  if (problem !== undefined) return 'failed';
  return reads === 'nothing' ? 'completed' : 'reading';
}
