import type { Network } from '../network/network.ts';
import type { Faults } from '../webhook/faults.ts';

/** Forgets all that is going on and has been, without a word to anybody; numbers and phones stay. */
export function resetCarrier(network: Network, faults: Faults): void {
  for (const call of network.calls.values()) {
    for (const cancel of call.timers) cancel();
    call.timers.clear();
    call.session = undefined;
  }
  network.calls.clear();
  network.dials.clear();
  network.conferences.clear();
  network.recordings.clear();
  network.runningRecordings.clear();
  network.messages.clear();
  faults.set([]);
}
