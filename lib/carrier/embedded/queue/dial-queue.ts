import { drive } from '../call/drive.ts';
import { afterInCall } from '../call/move-call.ts';
import type { DialDestination, DialSettings } from '../interpreter/dialing.ts';
import type { Call } from '../network/call.ts';
import type { QueueDial } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import { queueNamed } from './caller-queues.ts';
import { endQueueDial } from './end-queue-dial.ts';
import { serveQueue } from './serve-queue.ts';

/** `<Dial><Queue>`: whoever waits first is connected; with nobody there, whoever comes before the time is out. */
export function dialQueue(
  network: Network,
  parent: Call,
  settings: DialSettings,
  { name, whisper }: Extract<DialDestination, { kind: 'queue' }>,
): void {
  const queue = queueNamed(network, name);
  if (queue === undefined) {
    drive(network, parent, { kind: 'dialed', outcome: { status: 'failed', bridged: false } });
    return;
  }
  const nobody = { taken: undefined, connectedAt: undefined, recording: undefined };
  const dial: QueueDial = { parent, settings, queue, whisper, ...nobody };
  network.queueDials.set(parent.sid, dial);
  queue.dials.push(dial);
  afterInCall(network, parent, settings.timeoutSeconds * 1_000, () => {
    if (dial.taken === undefined) endQueueDial(network, dial, 'no-answer');
  });
  serveQueue(network, queue);
}
