import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { moveCall } from './move-call.ts';
import { receiveCall } from './receive-call.ts';

/** A call to a number of this carrier comes in again there, as a call of its own at the other end. */
export function linkCall(network: Network, call: Call): void {
  call.script = {};
  const inbound = receiveCall(network, call.from, call.to, {});
  if (inbound === undefined) return;
  call.linkedSid = inbound.sid;
  inbound.linkedSid = call.sid;
  moveCall(network, call, 'ringing');
}

/** The call at the other end, if there is one. */
export const linkedCall = (network: Network, call: Call): Call | undefined =>
  call.linkedSid === undefined ? undefined : network.calls.get(call.linkedSid);
