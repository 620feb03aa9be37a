import { drive } from '../call/drive.ts';
import { afterInCall } from '../call/move-call.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { speechMilliseconds } from '../timing.ts';
import { hear, hearers } from './hearing.ts';

/** The phone's holder says something; whoever is connected hears it, and a listening program at its end. */
export function speak(network: Network, call: Call, text: string, spoken: () => void = () => undefined): void {
  const milliseconds = speechMilliseconds(text);
  hear(network, call, 'phone', text);
  for (const hearer of hearers(network, call)) hear(network, hearer, 'other', text);
  network.events.tell('sounded', call, 'phone', milliseconds, text);
  drive(network, call, { kind: 'speech-started' });
  afterInCall(network, call, milliseconds, () => {
    drive(network, call, { kind: 'speech-ended', text });
    spoken();
  });
}

/** The phone's holder presses a key. */
export function press(network: Network, call: Call, digit: string): void {
  hear(network, call, 'phone', `[${digit}]`);
  for (const hearer of hearers(network, call)) hear(network, hearer, 'other', `[${digit}]`);
  network.events.tell('pressed', call, digit);
  drive(network, call, { kind: 'digit', digit });
}
