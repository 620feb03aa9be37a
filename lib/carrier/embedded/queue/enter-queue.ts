import { drive } from '../call/drive.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { newQueue, queueNamed } from './caller-queues.ts';
import { serveQueue } from './serve-queue.ts';

/** A call enters a queue, at its end; the queue is made if there is none of that name. A full one takes nobody. */
export function enterQueue(network: Network, call: Call, name: string): void {
  const queue = queueNamed(network, name) ?? newQueue(network, name);
  if (queue.waiting.length >= queue.maxSize) {
    drive(network, call, { kind: 'dequeued', outcome: { result: 'queue-full' } });
    return;
  }
  call.stay = { queueSid: queue.sid, since: network.clock.now(), until: undefined, takenBySid: undefined };
  queue.waiting.push(call);
  drive(network, call, { kind: 'enqueued' });
  serveQueue(network, queue);
}
