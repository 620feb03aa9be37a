import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { afterInCall, endCall } from './move-call.ts';

/** Ends a call so long after its answer as its limit says by then. */
export function endAtLimit(network: Network, call: Call): void {
  if (call.answeredAt === undefined) return;
  const left = call.answeredAt + call.timeLimitSeconds * 1_000 - network.clock.now();
  if (left <= 0) endCall(network, call, 'completed');
  else afterInCall(network, call, left, () => endAtLimit(network, call));
}

/** Gives a live call another limit, counted from its answer as the first was. */
export function changeLimit(network: Network, call: Call, seconds: number): void {
  call.timeLimitSeconds = seconds;
  endAtLimit(network, call);
}
