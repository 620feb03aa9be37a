import * as z from 'zod/mini';
import type { QueueMember } from '../../../lib/carrier/caller-queue.ts';
import { ourSid } from '../../../lib/carrier/our-sid.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../../lib/http/paging.ts';
import { timeKey } from '../../../lib/store/due.ts';
import { cutPage } from '../../../lib/store/page.ts';
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
  const { after, upTo } = asked.place;
  const page = cutPage(members, await behind(after ?? upTo, members), asked.place, asked.size);
  const keyed = await Promise.all(page.shown.map(withKey));
  const shown = keyed.map(({ member, callSid }) => memberRepresentation(queue, member, callSid));
  const next = page.next && (await withKey(page.next)).key;
  const previous = page.previous && (await withKey(page.previous)).key;
  return json(pageAnswer('queue_members', shown, { ...asked, next, previous }, uri));
}

/** Where those begin who stand behind the one with a key: who came later, and of those who came in the same moment the next. */
async function behind(key: string | undefined, members: readonly QueueMember[]): Promise<number> {
  if (key === undefined) return 0;
  const [moment = ''] = key.split('#');
  const earlier = members.filter(({ enqueuedAt }) => timeKey(enqueuedAt) < moment).length;
  const together = members.filter(({ enqueuedAt }) => timeKey(enqueuedAt) === moment);
  const keys = (await Promise.all(together.map(withKey))).map((each) => each.key);
  return earlier + keys.indexOf(key) + 1;
}

async function withKey(member: QueueMember) {
  const callSid = await ourSid('CA', member.call);
  return { member, callSid, key: `${timeKey(member.enqueuedAt)}#${callSid}` };
}
