import type { Call } from '../network/call.ts';
import type { CallerQueue } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';
import { averageSeconds, secondsQueued } from '../queue/caller-queues.ts';

const uriOf = (network: Network, { sid }: CallerQueue) => `/2010-04-01/Accounts/${network.accountSid}/Queues/${sid}`;

/** A queue as Twilio's Queues resource. */
export const representQueue = (network: Network, queue: CallerQueue) => ({
  sid: queue.sid,
  account_sid: network.accountSid,
  friendly_name: queue.friendlyName,
  current_size: queue.waiting.length,
  max_size: queue.maxSize,
  average_wait_time: averageSeconds(network, queue),
  date_created: rfc2822(queue.createdAt),
  date_updated: rfc2822(queue.updatedAt),
  uri: `${uriOf(network, queue)}.json`,
  subresource_uris: { members: `${uriOf(network, queue)}/Members.json` },
});

/** A call that waits as Twilio's Members resource. */
export const representMember = (network: Network, queue: CallerQueue, call: Call) => ({
  call_sid: call.sid,
  queue_sid: queue.sid,
  date_enqueued: rfc2822(call.stay?.since ?? 0),
  position: queue.waiting.indexOf(call) + 1,
  wait_time: secondsQueued(network, call),
  uri: `${uriOf(network, queue)}/Members/${call.sid}.json`,
});
