import { endCall } from '../call/move-call.ts';
import { answerCall, rejectCall } from '../call/place-call.ts';
import { type Call, type CallStatus, callSeconds, type Heard, type Traced } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { pressAll } from '../phone/acting.ts';
import { speak } from '../phone/speaking.ts';

/** A call seen from its phone, and led by hand. */
export class CallHandle {
  readonly sid: string;
  readonly #network: Network;
  readonly #call: Call;

  constructor(network: Network, call: Call) {
    this.sid = call.sid;
    this.#network = network;
    this.#call = call;
  }

  get status(): CallStatus {
    return this.#call.status;
  }
  /** From answer to end, in started seconds. */
  get seconds(): number {
    return callSeconds(this.#call);
  }
  /** What the phone heard and what its holder said, in order. */
  get heard(): readonly Heard[] {
    return this.#call.heard;
  }
  /** The TwiML that the call executed. */
  get trace(): readonly Traced[] {
    return this.#call.trace;
  }

  says = (text: string) => speak(this.#network, this.#call, text);
  presses = (digits: string) => pressAll(this.#network, this.#call, [...digits], () => undefined);
  answers = () => answerCall(this.#network, this.#call);
  rejects = () => rejectCall(this.#network, this.#call);
  hangsUp = () => endCall(this.#network, this.#call, 'no-answer');
}
