import { receiveCall } from '../call/receive-call.ts';
import type { Duration } from '../clock/duration.ts';
import { receiveMessage } from '../message/send-message.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import { type PhoneScript, type PhoneStep, PhoneScript as Script } from '../network/phone.ts';
import { CallHandle } from './call-handle.ts';

/**
 * A simulated phone and its holder, for tests and the demo. What it does in a call is told step by step; keys and words
 * wait until somebody listens (a Gather, a Record, another person), and `hangsUpAfter` counts from the answer.
 *
 * @example carrier.phone('+14155550100').answersAfter('2s').says('hello').presses('1#').hangsUpAfter('30s');
 */
export class PhoneHandle {
  readonly number: string;
  readonly #network: Network;

  constructor(network: Network, number: string) {
    this.#network = network;
    this.number = number;
  }

  answersAfter = (after: Duration) => this.#change({ answer: { kind: 'answers', after } });
  answersByHand = () => this.#change({ answer: { kind: 'by hand' } });
  busy = () => this.#change({ answer: { kind: 'busy' } });
  noAnswer = () => this.#change({ answer: { kind: 'no answer' } });
  unreachable = () => this.#change({ answer: { kind: 'unreachable' } });
  /** An answering machine: MachineDetection sees it, and it greets before its first step. */
  machine = () => this.#change({ machine: true });
  /** What becomes of texts to this phone. */
  receivesTexts = (texts: NonNullable<PhoneScript['texts']>) => this.#change({ texts });

  says = (text: string) => this.#step({ act: 'says', text });
  presses = (digits: string) => this.#step({ act: 'presses', digits });
  waits = (duration: Duration) => this.#step({ act: 'waits', duration });
  /** Waits until something with this text in it has been heard in the call. */
  hears = (text: string) => this.#step({ act: 'hears', text });
  hangsUp = () => this.#step({ act: 'hangs up' });
  hangsUpAfter = (duration: Duration) => this.#change({ hangsUpAfter: duration });

  /** Forgets its script: an ordinary phone again. */
  forgetsScript(): this {
    this.#network.phones.delete(this.number);
    this.#network.events.tell('state changed');
    return this;
  }

  /** Dials a number that the platform has bought. Throws when nobody has it. */
  dials(to: string): CallHandle {
    const call = receiveCall(this.#network, this.number, to);
    if (call === undefined) throw new Error(`Nobody has bought ${to} here, so ${this.number} cannot reach it`);
    return new CallHandle(this.#network, call);
  }

  /** Sends a text to a number that the platform has bought. */
  texts(to: string, body: string, mediaUrls: readonly string[] = []): Message {
    return receiveMessage(this.#network, { from: this.number, to, body, mediaUrls });
  }

  /** The texts that have reached it, oldest first. */
  get received(): readonly Message[] {
    return [...this.#network.messages.values()].filter(
      ({ to, status }) => to === this.number && status === 'delivered',
    );
  }

  /** Its calls, made and received, oldest first. */
  get calls(): readonly CallHandle[] {
    const calls = this.#network.calls.values().filter(({ phone }) => phone === this.number);
    return [...calls].map((call) => new CallHandle(this.#network, call));
  }

  #step(step: PhoneStep): this {
    return this.#change({ steps: [...(this.#script().steps ?? []), step] });
  }

  #change(change: PhoneScript): this {
    const script = Script.parse({ ...this.#script(), ...change });
    this.#network.phones.set(this.number, { number: this.number, script });
    this.#network.events.tell('state changed');
    return this;
  }

  #script(): PhoneScript {
    return this.#network.phones.get(this.number)?.script ?? {};
  }
}
