import * as z from 'zod/mini';
import type { CallFacts, CarrierReference } from '../carrier.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';
import { callStatuses } from './webhook.ts';

const Fetched = z.object({
  from: z.string(),
  to: z.string(),
  status: z.enum(callStatuses),
  end_time: z.nullable(z.string()),
  duration: z.nullable(z.string().check(z.regex(/^\d{1,9}$/))),
  answered_by: z.optional(z.nullable(z.string())),
});

/** Reads a call's resource, for what its webhooks did not tell. */
export async function fetchCall(upstream: Upstream, reference: CarrierReference): Promise<CallFacts> {
  const response = await send(upstream, 'GET', `/Calls/${reference.id}.json`);
  const call = Fetched.parse(await response.json());
  return {
    reference,
    parent: undefined,
    from: call.from,
    to: call.to,
    status: call.status,
    at: call.end_time === null ? undefined : Date.parse(call.end_time),
    durationSeconds: call.duration === null ? undefined : Number(call.duration),
    answeredBy: call.answered_by ?? undefined,
    sipResponseCode: undefined,
  };
}
