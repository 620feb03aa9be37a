import * as z from 'zod/mini';
import type { QueueMember } from '../../../lib/carrier/caller-queue.ts';
import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../../lib/http/paging.ts';
import { timeKey } from '../../../lib/store/due.ts';
import { askCarrier } from './at-carrier.ts';
import { loadQueueOf } from './caller-queue-store.ts';
import { memberRepresentation } from './representation.ts';

/** Parameters of `GET ~/Queues/{QueueSid}/Members.json` (OpenAPI: ListMember). */
export const ListMembers = z.object({ QueueSid: z.string(), ...pagingParameters });

/** Who waits in a queue now, the first first. A page goes on after whom the last one ended with, wherever they stand by then. */
export async function listMembers({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListMembers>>): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const queue = await loadQueueOf(account.sid, parameters.QueueSid);
  if (queue === undefined) return refuse(20404, uri.path);
  const members = await askCarrier(queue, (carrier, reference) => carrier.queueMembers(reference));
  if (isRefusal(members)) return members;
  const rest = await after(asked.after, members);
  const page = await Promise.all(rest.slice(0, asked.size).map(withKey));
  const next = rest.length > page.length ? page.at(-1)?.key : undefined;
  const shown = page.map(({ member, callSid }) => memberRepresentation(queue, member, callSid));
  return json(pageAnswer('queue_members', shown, { ...asked, next }, uri));
}

/** Those who come after the one with a key: who came later, and of those who came in the same moment who stand behind. */
async function after(key: string | undefined, members: readonly QueueMember[]): Promise<readonly QueueMember[]> {
  if (key === undefined) return members;
  const [moment = ''] = key.split('#');
  const candidates = members.filter(({ enqueuedAt }) => timeKey(enqueuedAt) >= moment);
  const together = candidates.filter(({ enqueuedAt }) => timeKey(enqueuedAt) === moment);
  const keys = (await Promise.all(together.map(withKey))).map((each) => each.key);
  return candidates.slice(keys.indexOf(key) + 1);
}

async function withKey(member: QueueMember) {
  const callSid = await ourSid('CA', member.call);
  return { member, callSid, key: `${timeKey(member.enqueuedAt)}#${callSid}` };
}
