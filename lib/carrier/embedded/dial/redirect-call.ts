import { instruct, startSession } from '../call/start-session.ts';
import type { Call, FirstInstructions } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { detachLeg } from './connect-leg.ts';

/** A running call gets other instructions: a Dial of its own is cut off; a leg leaves its Dial and goes on alone. */
export function redirectCall(network: Network, call: Call, instructions: FirstInstructions): void {
  detachLeg(network, call);
  if (call.session === undefined) startSession(network, call, instructions);
  else instruct(network, call, instructions);
}
