import type { Call } from '../network/call.ts';
import type { CallerQueue } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';

/** Twilio's size of a queue that nobody gave one. */
export const defaultQueueSize = 1_000;
export const largestQueue = 5_000;

/** The queue of that name. */
export const queueNamed = (network: Network, name: string): CallerQueue | undefined =>
  network.queues.values().find(({ friendlyName }) => friendlyName === name);

/** Makes an empty queue. */
export function newQueue(network: Network, friendlyName: string, maxSize = defaultQueueSize): CallerQueue {
  const now = network.clock.now();
  const queue: CallerQueue = {
    sid: network.newSid('QU'),
    friendlyName,
    maxSize,
    createdAt: now,
    updatedAt: now,
    waiting: [],
    dials: [],
  };
  network.queues.set(queue.sid, queue);
  network.events.tell('state changed');
  return queue;
}

/** How long a call has been, or was, in its queue; in whole seconds. */
export function secondsQueued(network: Network, { stay }: Call): number {
  if (stay === undefined) return 0;
  return Math.floor(((stay.until ?? network.clock.now()) - stay.since) / 1_000);
}

/** How long those who wait now have waited, on average; in whole seconds. */
export function averageSeconds(network: Network, { waiting }: CallerQueue): number {
  const seconds = waiting.map((call) => secondsQueued(network, call));
  return seconds.length === 0 ? 0 : Math.floor(seconds.reduce((sum, one) => sum + one, 0) / seconds.length);
}

/** What requests for the documents of a queue carry: of `waitUrl` while the call waits, of `url` once it was taken out. */
export function queueParameters(network: Network, call: Call): Record<string, string> {
  const { stay } = call;
  if (stay === undefined) return {};
  const { queueSid, takenBySid } = stay;
  const known = { QueueSid: queueSid, QueueTime: String(secondsQueued(network, call)) };
  const queue = network.queues.get(queueSid);
  if (takenBySid !== undefined) return { ...known, DequeingCallSid: takenBySid };
  if (queue === undefined) return known;
  return {
    ...known,
    QueuePosition: String(queue.waiting.indexOf(call) + 1),
    AvgQueueTime: String(averageSeconds(network, queue)),
    CurrentQueueSize: String(queue.waiting.length),
    MaxQueueSize: String(queue.maxSize),
  };
}
