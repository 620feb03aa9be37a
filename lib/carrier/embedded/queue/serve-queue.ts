import { drive } from '../call/drive.ts';
import { afterInCall } from '../call/move-call.ts';
import type { Call } from '../network/call.ts';
import type { CallerQueue, QueueDial } from '../network/caller-queue.ts';
import type { Network } from '../network/network.ts';
import { startRecording } from '../recording/record-call.ts';
import { abandonQueueDial } from './end-queue-dial.ts';

/** Whoever dialled first gets whoever has waited longest, until there is nobody left of either. */
export function serveQueue(network: Network, queue: CallerQueue): void {
  for (;;) {
    const dial = queue.dials.find(({ taken }) => taken === undefined);
    const call = dial === undefined ? undefined : queue.waiting.shift();
    if (dial === undefined || call === undefined) return;
    take(network, dial, call);
  }
}

function take(network: Network, dial: QueueDial, call: Call): void {
  dial.taken = call;
  if (call.stay !== undefined) Object.assign(call.stay, { until: network.clock.now(), takenBySid: dial.parent.sid });
  if (dial.whisper === undefined) connectTaken(network, call);
  else drive(network, call, { kind: 'whispered', source: dial.whisper });
}

/** The whisper is over, or there was none: from now on each of the two hears the other. */
export function connectTaken(network: Network, call: Call): void {
  const dial = network.queueDials.get(call.stay?.takenBySid ?? '');
  if (dial === undefined) return;
  const { parent, settings } = dial;
  dial.connectedAt = network.clock.now();
  parent.bridgedSid = call.sid;
  call.bridgedSid = parent.sid;
  drive(network, call, { kind: 'bridged' });
  drive(network, parent, { kind: 'bridged' });
  afterInCall(network, parent, settings.timeLimitSeconds * 1_000, () => {
    if (network.queueDials.get(parent.sid) === dial) abandonQueueDial(network, parent);
  });
  if (settings.recording === undefined) return;
  const { channels, statusCallback } = settings.recording;
  dial.recording = startRecording(network, { callSid: parent.sid, source: 'DialVerb', channels, statusCallback });
}
