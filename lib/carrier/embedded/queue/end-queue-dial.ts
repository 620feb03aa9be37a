import { drive } from '../call/drive.ts';
import type { DialOutcome } from '../interpreter/input.ts';
import type { Call } from '../network/call.ts';
import type { QueueDial } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import { endRecording, recordedSound } from '../recording/record-call.ts';
import { wholeSeconds } from '../timing.ts';
import { secondsQueued } from './caller-queues.ts';

/** Ends a `<Dial>` of a queue; whoever dialled goes on. */
export function endQueueDial(network: Network, dial: QueueDial, status: DialOutcome['status']): void {
  const { parent, queue, taken, connectedAt, recording } = dial;
  if (network.queueDials.get(parent.sid) !== dial) return;
  network.queueDials.delete(parent.sid);
  queue.dials.splice(queue.dials.indexOf(dial), 1);
  if (recording !== undefined) endRecording(network, recording);
  const bridged = taken !== undefined && connectedAt !== undefined;
  if (bridged) {
    parent.bridgedSid = undefined;
    taken.bridgedSid = undefined;
  }
  const dequeued = bridged && {
    queueSid: queue.sid,
    callSid: taken.sid,
    waitedSeconds: secondsQueued(network, taken),
  };
  const outcome: DialOutcome = {
    status,
    bridged,
    ...(bridged && { callSid: taken.sid, seconds: wholeSeconds(network.clock.now() - connectedAt) }),
    ...(dequeued && { dequeued }),
    recording: recording && recordedSound(network, recording),
  };
  drive(network, parent, { kind: 'dialed', outcome });
}

/** Whoever dialled a queue parts from it: the call that it was given, if any, goes on after its `<Enqueue>`. */
export function abandonQueueDial(network: Network, parent: Call): void {
  const dial = network.queueDials.get(parent.sid);
  if (dial === undefined) return;
  const { taken, connectedAt, queue } = dial;
  const seconds = taken === undefined ? 0 : secondsQueued(network, taken);
  endQueueDial(network, dial, connectedAt === undefined ? 'canceled' : 'completed');
  if (taken === undefined) return;
  taken.stay = undefined;
  const result = connectedAt === undefined ? 'bridging-in-process' : 'bridged';
  drive(network, taken, { kind: 'dequeued', outcome: { result, queueSid: queue.sid, seconds } });
}
