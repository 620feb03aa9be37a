import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import type { BoughtNumber } from '../network/number.ts';
import type { PhoneScript } from '../network/phone.ts';
import { timing } from '../timing.ts';
import { afterInCall, endCall, moveCall } from './move-call.ts';
import { newCall } from './new-call.ts';
import { startSession } from './start-session.ts';

/** A phone dials a number that the platform bought here. Undefined when nobody has that number. */
export function receiveCall(network: Network, from: string, to: string, script?: PhoneScript): Call | undefined {
  const number = numberOf(network, to);
  if (number === undefined) return undefined;
  const statusCallback = number.statusCallback && { ...number.statusCallback, events: ['completed'] };
  const call = newCall(network, {
    direction: 'inbound',
    from,
    to,
    statusCallback,
    ...(script === undefined ? {} : { script }),
  });
  moveCall(network, call, 'ringing');
  // A phone call begins outside whatever request or test asked for it.
  afterInCall(network, call, 0, () => begin(network, call, number));
  return call;
}

/** The number as it was bought, or undefined. */
export const numberOf = (network: Network, phoneNumber: string): BoughtNumber | undefined =>
  network.numbers.values().find((number) => number.phoneNumber === phoneNumber);

function begin(network: Network, call: Call, number: BoughtNumber): void {
  if (number.voice === undefined) {
    // Twilio tells callers of a number without a voice URL that it is not in service.
    afterInCall(network, call, timing.refusal, () => endCall(network, call, 'failed'));
    return;
  }
  startSession(network, call, { kind: 'source', source: number.voice }, { fallback: number.voiceFallback });
}
