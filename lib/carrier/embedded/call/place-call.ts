import { millisecondsOf } from '../clock/duration.ts';
import type { Call } from '../network/call.ts';
import { isE164 } from '../network/e164.ts';
import type { Network } from '../network/network.ts';
import { timing } from '../timing.ts';
import { linkCall } from './link.ts';
import { afterInCall, endCall, moveCall } from './move-call.ts';
import { numberOf } from './receive-call.ts';

/** The SIP answers that Twilio reports with a call that was not answered. */
const sip = { unreachable: 404, busy: 486, noAnswer: 487 } as const;

/** Dials the phone of an outbound call, after the queue; the phone's script tells the rest. */
export function placeCall(network: Network, call: Call, { queueing }: { queueing: number }): void {
  afterInCall(network, call, queueing, () => {
    if (!moveCall(network, call, 'initiated')) return;
    afterInCall(network, call, call.timeoutSeconds * 1_000, () => {
      if (call.answeredAt !== undefined) return;
      call.sipResponseCode = sip.noAnswer;
      endCall(network, call, 'no-answer');
    });
    reach(network, call);
  });
}

function reach(network: Network, call: Call) {
  if (numberOf(network, call.to) !== undefined) {
    afterInCall(network, call, timing.ringing, () => linkCall(network, call));
    return;
  }
  // A `<Dial>` may name anything; what is no number reaches nobody.
  const answer = !isE164(call.to)
    ? ({ kind: 'unreachable' } as const)
    : (call.script.answer ?? { kind: 'answers', after: timing.ordinaryAnswer });
  switch (answer.kind) {
    case 'unreachable':
      return refuse(network, call, 'failed', sip.unreachable);
    case 'busy':
      return refuse(network, call, 'busy', sip.busy);
    default:
      afterInCall(network, call, timing.ringing, () => {
        moveCall(network, call, 'ringing');
        if (answer.kind === 'answers')
          afterInCall(network, call, millisecondsOf(answer.after), () => answerCall(network, call));
      });
  }
}

function refuse(network: Network, call: Call, status: 'failed' | 'busy', sipResponseCode: number): void {
  afterInCall(network, call, timing.refusal, () => {
    call.sipResponseCode = sipResponseCode;
    endCall(network, call, status);
  });
}

/** The phone is picked up. */
export function answerCall(network: Network, call: Call): boolean {
  if (!moveCall(network, call, 'in-progress')) return false;
  if (call.detectsMachine) detect(network, call);
  else call.onAnswer?.();
  return true;
}

/** MachineDetection=Enable: the program is asked only when it is known who answered. */
function detect(network: Network, call: Call): void {
  afterInCall(network, call, timing.machineDetection, () => {
    call.answeredBy = call.script.machine === true ? 'machine_start' : 'human';
    // By then a request may have given the call other instructions.
    if (call.session === undefined) call.onAnswer?.();
  });
}

/** The phone refuses to answer, by hand. */
export function rejectCall(network: Network, call: Call): boolean {
  call.sipResponseCode = sip.busy;
  return endCall(network, call, 'busy');
}
