import * as z from 'zod/mini';
import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { askCarrier } from './at-carrier.ts';
import { findMember } from './find-member.ts';
import { memberRepresentation } from './representation.ts';

/** Parameters of a path that names a member: a call's SID, or `Front`. */
export const MemberPath = z.object({ QueueSid: z.string(), CallSid: z.string() });

/** Somebody who waits in a queue now (OpenAPI: FetchMember). */
export async function fetchMember(request: TenantRequest<z.infer<typeof MemberPath>>): Promise<Answer | Refusal> {
  const found = await findMember(request);
  if (isRefusal(found)) return found;
  const { queue, sought } = found;
  const member = await askCarrier(queue, (carrier, reference) => carrier.fetchQueueMember(reference, sought));
  if (isRefusal(member)) return member;
  return json(memberRepresentation(queue, member, found.callSid ?? (await ourSid('CA', member.call))));
}
