import { type Call, type Heard, isFinal } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { press, speak } from '../phone/speaking.ts';
import { linkedCall } from './link.ts';
import { endCall } from './move-call.ts';
import { answerCall } from './place-call.ts';

const keys = /^\[([0-9*#A-DwW]+)\]$/;
const sounds = /^\[(beep|plays .*|sound of .*)\]$/;

/** What is said and pressed at one end of two linked calls comes out of the other end's phone. */
export function relay(network: Network, call: Call, { from, text }: Heard): void {
  const other = linkedCall(network, call);
  if (other === undefined || from === 'phone' || isFinal(other.status) || sounds.test(text)) return;
  const [, pressed] = keys.exec(text) ?? [];
  if (pressed === undefined) speak(network, other, text);
  else for (const digit of pressed.replace(/w/gi, '')) press(network, other, digit);
}

/** One end is answered or over: so is the other. */
export function followLink(network: Network, call: Call): void {
  const other = linkedCall(network, call);
  if (other === undefined) return;
  const { status } = call;
  if (isFinal(status)) endCall(network, other, status === 'completed' ? 'no-answer' : status);
  else if (status === 'in-progress' && call.direction === 'inbound') answerCall(network, other);
}
