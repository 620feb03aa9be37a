import * as z from 'zod/mini';
import { carrierNamed } from '../../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { commit } from '../../../lib/store/commit.ts';
import { enqueue } from '../enqueue.ts';
import { expiryOf, loadReading, putReading } from './carrier-reading.ts';
import { spanOf, spanParameters } from './carrier-span.ts';
import { readingRepresentation } from './reading-representation.ts';

export const StartReading = z.strictObject({
  /** A configured carrier (`GET /v1/Carriers`). */
  Carrier: z.string().check(z.maxLength(40)),
  ...spanParameters,
});

/** Starts to read a carrier's own calls and messages with its prices; the worker of billing does it, page by page. */
export async function startReading({
  parameters: { Carrier, Currency: currency, ...bounds },
  now,
  newSid,
}: TenantRequest<z.infer<typeof StartReading>>): Promise<Answer | Refusal> {
  const span = spanOf(bounds);
  if (isRefusal(span)) return span;
  if (carrierNamed(Carrier) === undefined) return refuse(20001, `Carrier: there is no carrier ${Carrier}`);
  if (span.endsAt > now) return refuse(20001, `To: ${bounds.To} is not over`);
  const sid = newSid('RC');
  const progress = { reads: 'call', pieces: 0, records: 0 } as const;
  const head = { sid, kind: 'HEAD', carrier: Carrier, ...span, currency, startedAt: now, ...progress } as const;
  const reading = { ...head, expires: expiryOf(now) };
  // Lost: an earlier attempt of the same request has stored it, and perhaps not sent it.
  const stored = (await commit([putReading(reading)])) === 'lost' ? await loadReading(sid) : reading;
  await enqueue({ reading: sid });
  return json(readingRepresentation(stored ?? reading, undefined), 202);
}
