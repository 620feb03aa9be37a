import * as z from 'zod/mini';
import { linksFor } from '../../../lib/carrier/link.ts';
import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { isProgramUrl, optionalMethod } from '../../../lib/http/parameter.ts';
import { askCarrier } from './at-carrier.ts';
import { findMember } from './find-member.ts';
import { memberRepresentation } from './representation.ts';

/** Parameters of `POST ~/Queues/{QueueSid}/Members/{CallSid}.json` (OpenAPI: UpdateMember). */
export const DequeueMember = z.object({
  QueueSid: z.string(),
  CallSid: z.string(),
  Url: z.string('21205').check(z.refine(isProgramUrl, '21205')),
  Method: optionalMethod(),
});

/**
 * Takes a call, or the first, out of a queue, to do what the URL says; its `<Enqueue>`'s action is told `redirected`.
 * Of two who ask for the same call the carrier serves one, and the other finds it gone (20404).
 */
export async function dequeueMember(request: TenantRequest<z.infer<typeof DequeueMember>>): Promise<Answer | Refusal> {
  const { parameters, account } = request;
  const found = await findMember(request);
  if (isRefusal(found)) return found;
  const { queue, sought, callSid } = found;
  const link = await linksFor(queue.carrier);
  const next = link('calls/continue', {
    accountSid: account.sid,
    ...(callSid === undefined ? {} : { callSid }),
    url: parameters.Url,
    method: parameters.Method ?? 'POST',
  });
  const member = await askCarrier(queue, (carrier, reference) => carrier.dequeueMember(reference, sought, next));
  if (isRefusal(member)) return member;
  return json(memberRepresentation(queue, member, callSid ?? (await ourSid('CA', member.call))));
}
