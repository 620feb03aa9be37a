import { type Refusal, refuse } from '../../lib/error/catalogue.ts';

const soonestMilliseconds = 15 * 60 * 1_000;
/** How far ahead a message may be scheduled, as Twilio has it. */
export const latestMilliseconds = 35 * 24 * 60 * 60 * 1_000;

const iso8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * When a message is to be sent, epoch milliseconds; `undefined`: now. Refused are an instant that is not ISO 8601 with
 * its offset, or outside of 15 minutes to 35 days from now (35114), and one of `SendAt` and `ScheduleType` alone.
 */
export function sendAtOf(
  { SendAt, ScheduleType }: { SendAt?: string | undefined; ScheduleType?: string | undefined },
  now: number,
): number | undefined | Refusal {
  if (SendAt === undefined && ScheduleType === undefined) return undefined;
  if (SendAt === undefined) return refuse(35114, 'SendAt is missing');
  if (ScheduleType === undefined) return refuse(20001, 'ScheduleType: must be fixed where SendAt is given');
  const at = iso8601.test(SendAt) ? Date.parse(SendAt) : Number.NaN;
  if (Number.isNaN(at)) return refuse(35114, SendAt.slice(0, 100));
  return at < now + soonestMilliseconds || at > now + latestMilliseconds ? refuse(35114, SendAt) : at;
}
