import { numberOf } from '../call/receive-call.ts';
import { isE164 } from '../network/e164.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import type { PhoneScript } from '../network/phone.ts';
import { timing } from '../timing.ts';
import { moveMessage, newMessage } from './new-message.ts';

type Sending = Pick<Message, 'direction' | 'from' | 'to' | 'body' | 'mediaUrls'> &
  Partial<Pick<Message, 'statusCallback'>>;

/** Why a phone's texts do not arrive: Twilio's status, code and words. */
const failures = {
  unreachable: { status: 'undelivered', code: 30003, words: 'Unreachable destination handset' },
  landline: { status: 'undelivered', code: 30006, words: 'Landline or unreachable carrier' },
  filtered: { status: 'undelivered', code: 30007, words: 'Message filtered' },
  noNumber: { status: 'failed', code: 21211, words: "Invalid 'To' Phone Number" },
  unknown: { status: 'failed', code: 30008, words: 'Unknown error' },
} as const;

/** Takes a message for a phone: queued, then sent, then delivered, or not. */
export function sendMessage(network: Network, sending: Sending): Message {
  const message = newMessage(network, { ...sending, status: 'queued' });
  network.clock.after(timing.messageSending, () => {
    if (message.status !== 'queued' || !network.messages.has(message.sid)) return;
    moveMessage(network, message, 'sent');
    network.clock.after(timing.messageDelivery, () => deliver(network, message));
  });
  return message;
}

function deliver(network: Network, message: Message): void {
  if (!network.messages.has(message.sid)) return;
  const failure = isE164(message.to) ? failureOf(network.phones.get(message.to)?.script) : failures.noNumber;
  if (failure !== undefined) {
    message.errorCode = failure.code;
    message.errorMessage = failure.words;
    moveMessage(network, message, failure.status);
    return;
  }
  moveMessage(network, message, 'delivered');
  // A number of this carrier: the text comes in again at its other end.
  if (numberOf(network, message.to) !== undefined) receiveMessage(network, message);
}

function failureOf(script: PhoneScript | undefined) {
  if (script?.texts !== undefined && script.texts !== 'delivers') return failures[script.texts];
  return script?.answer?.kind === 'unreachable' ? failures.unreachable : undefined;
}

/** A text reaches a number that the platform bought here; the number's program is asked. */
export function receiveMessage(
  network: Network,
  { from, to, body, mediaUrls }: Pick<Message, 'from' | 'to' | 'body' | 'mediaUrls'>,
): Message {
  const message = newMessage(network, { direction: 'inbound', from, to, body, mediaUrls, status: 'received' });
  // A text arrives outside whatever request or test sent it.
  network.clock.after(0, () => network.events.tell('text received', message));
  return message;
}
