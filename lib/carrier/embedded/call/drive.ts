import type { Input } from '../interpreter/input.ts';
import { interpret } from '../interpreter/interpret.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';

/** Gives a call's session an input and has its effects done; inputs that these bring about follow in order. */
export function drive(network: Network, call: Call, input: Input): void {
  call.inbox.push(input);
  if (call.isDriven) return;
  call.isDriven = true;
  try {
    for (let next = call.inbox.shift(); next !== undefined; next = call.inbox.shift()) {
      if (call.session === undefined) continue;
      const { session, effects } = interpret(call.session, next);
      call.session = session;
      for (const effect of effects) network.events.tell('effect wanted', call, effect);
    }
  } finally {
    call.isDriven = false;
  }
  network.events.tell('call settled', call);
}
