import * as z from 'zod/mini';
import type { CallerQueues, MemberSought, QueueFacts, QueueMember } from '../caller-queue.ts';
import type { CarrierReference } from '../carrier.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';

const Queue = z.object({
  sid: z.string(),
  friendly_name: z.string(),
  current_size: z.number(),
  max_size: z.number(),
  average_wait_time: z.number(),
});
const Member = z.object({
  call_sid: z.string(),
  position: z.number(),
  date_enqueued: z.string(),
  wait_time: z.number(),
});
const next = { next_page_uri: z.nullish(z.string()) };
const QueuePage = z.object({ queues: z.array(Queue), ...next });
const MemberPage = z.object({ queue_members: z.array(Member), ...next });

/** Twilio's largest page. */
const pageSize = '1000';

/** Queues and their members, as Twilio has them. */
export function callerQueues(upstream: Upstream): CallerQueues {
  const account = `/2010-04-01/Accounts/${upstream.accountSid}`;
  const reference = (id: string): CarrierReference => ({ carrier: 'twilio', account: upstream.accountSid, id });
  const facts = async (response: Promise<Response>): Promise<QueueFacts> =>
    factsOf(Queue.parse(await (await response).json()));
  const member = async (response: Promise<Response>): Promise<QueueMember> =>
    memberOf(Member.parse(await (await response).json()));
  const factsOf = (queue: z.infer<typeof Queue>): QueueFacts => ({
    reference: reference(queue.sid),
    size: queue.current_size,
    maxSize: queue.max_size,
    averageWaitSeconds: queue.average_wait_time,
  });
  const memberOf = (found: z.infer<typeof Member>): QueueMember => ({
    call: reference(found.call_sid),
    position: found.position,
    enqueuedAt: Date.parse(found.date_enqueued),
    waitSeconds: found.wait_time,
  });

  /** A list's pages, one after the other, until there are no more or `read` has seen enough. */
  async function pages(path: string, read: (page: unknown) => string | null | undefined): Promise<void> {
    let following: string | null | undefined = `${account}${path}?PageSize=${pageSize}`;
    while (following) {
      const response: Response = await send(upstream, 'GET', following.slice(account.length));
      following = read(await response.json());
    }
  }

  return {
    createQueue: (name, maxSize) =>
      facts(send(upstream, 'POST', '/Queues.json', { FriendlyName: name, MaxSize: String(maxSize) })),
    findQueue: async (name) => {
      let found: QueueFacts | undefined;
      await pages('/Queues.json', (answered) => {
        const page = QueuePage.parse(answered);
        const queue = page.queues.find(({ friendly_name }) => friendly_name === name);
        found = queue && factsOf(queue);
        return found === undefined ? page.next_page_uri : undefined;
      });
      return found;
    },
    fetchQueue: ({ id }) => facts(send(upstream, 'GET', `/Queues/${id}.json`)),
    resizeQueue: ({ id }, maxSize) => facts(send(upstream, 'POST', `/Queues/${id}.json`, { MaxSize: String(maxSize) })),
    deleteQueue: async ({ id }) => void (await send(upstream, 'DELETE', `/Queues/${id}.json`)),
    queueMembers: async ({ id }) => {
      const members: QueueMember[] = [];
      await pages(`/Queues/${id}/Members.json`, (answered) => {
        const page = MemberPage.parse(answered);
        members.push(...page.queue_members.map(memberOf));
        return page.next_page_uri;
      });
      return members.sort((left, right) => left.position - right.position);
    },
    fetchQueueMember: (queue, sought) => member(send(upstream, 'GET', memberPath(queue, sought))),
    dequeueMember: (queue, sought, link) =>
      member(send(upstream, 'POST', memberPath(queue, sought), { Url: link, Method: 'POST' })),
  };
}

const memberPath = (queue: CarrierReference, sought: MemberSought): string =>
  `/Queues/${queue.id}/Members/${sought === 'front' ? 'Front' : sought.id}.json`;
