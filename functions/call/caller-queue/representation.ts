import type { QueueFacts, QueueMember } from '../../../lib/carrier/caller-queue.ts';
import { rfc2822 } from '../../../lib/http/date.ts';
import type { CallerQueue } from './caller-queue-store.ts';

const uriOf = ({ accountSid, sid }: CallerQueue) => `/2010-04-01/Accounts/${accountSid}/Queues/${sid}`;

/** A queue as Twilio's API shows it (OpenAPI: `api.v2010.account.queue`), with what its carrier knows of it now. */
export const queueRepresentation = (queue: CallerQueue, { size, averageWaitSeconds }: QueueFacts) => ({
  sid: queue.sid,
  account_sid: queue.accountSid,
  friendly_name: queue.friendlyName,
  current_size: size,
  max_size: queue.maxSize,
  average_wait_time: averageWaitSeconds,
  date_created: rfc2822(queue.createdAt),
  date_updated: rfc2822(queue.updatedAt),
  uri: `${uriOf(queue)}.json`,
  subresource_uris: { members: `${uriOf(queue)}/Members.json` },
});

/** Somebody in a queue as Twilio's API shows them (OpenAPI: `api.v2010.account.queue.member`); `callSid` is ours. */
export const memberRepresentation = (queue: CallerQueue, member: QueueMember, callSid: string) => ({
  call_sid: callSid,
  queue_sid: queue.sid,
  date_enqueued: rfc2822(member.enqueuedAt),
  position: member.position,
  wait_time: member.waitSeconds,
  uri: `${uriOf(queue)}/Members/${callSid}.json`,
});
