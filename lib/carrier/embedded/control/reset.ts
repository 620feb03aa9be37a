import type { Network } from '../network/network.ts';
import type { Faults } from '../webhook/faults.ts';

/** Forgets all that is going on and has been, without a word to anybody; numbers, phones and empty queues stay. */
export function resetCarrier(network: Network, faults: Faults): void {
  for (const call of network.calls.values()) {
    for (const cancel of call.timers) cancel();
    call.timers.clear();
    call.session = undefined;
  }
  for (const { connection, nextFrame } of network.streams.values()) {
    nextFrame?.();
    connection.terminate();
  }
  network.streams.clear();
  network.calls.clear();
  network.dials.clear();
  network.queueDials.clear();
  for (const { waiting, dials } of network.queues.values()) {
    waiting.length = 0;
    dials.length = 0;
  }
  network.conferences.clear();
  network.recordings.clear();
  network.transcriptions.clear();
  network.runningRecordings.clear();
  network.messages.clear();
  faults.set([]);
}
