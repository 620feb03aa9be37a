import { drive } from '../call/drive.ts';
import { callParameters } from '../call/parameters.ts';
import type { QueueResult } from '../interpreter/enqueueing.ts';
import type { Source } from '../interpreter/source.ts';
import { queueResultParameters } from '../interpreter/verbs/enqueue.ts';
import type { Call, QueueStay } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { secondsQueued } from './caller-queues.ts';
import { endQueueDial } from './end-queue-dial.ts';
import { serveQueue } from './serve-queue.ts';

/** A call leaves its queue, or whoever it was given to; its `<Enqueue>`'s action is told, or its session goes on. */
export function leaveQueue(
  network: Network,
  webhooks: Webhooks,
  call: Call,
  { result, tell }: { readonly result: QueueResult; readonly tell: Source | undefined },
): void {
  const { stay } = call;
  const outcome = { result, queueSid: stay?.queueSid, seconds: secondsQueued(network, call) };
  if (stay !== undefined) part(network, call, stay);
  if (tell === undefined) drive(network, call, { kind: 'dequeued', outcome });
  else void webhooks.send(tell, { ...callParameters(network, call), ...queueResultParameters(outcome) });
}

function part(network: Network, call: Call, { queueSid, takenBySid }: QueueStay): void {
  const dial = network.queueDials.get(takenBySid ?? '');
  const queue = network.queues.get(queueSid);
  if (takenBySid === undefined) queue?.waiting.splice(queue.waiting.indexOf(call), 1);
  else if (dial?.connectedAt !== undefined) endQueueDial(network, dial, 'completed');
  else if (dial !== undefined) dial.taken = undefined;
  call.stay = undefined;
  // Who was about to get this call gets the next one.
  if (queue !== undefined) serveQueue(network, queue);
}
