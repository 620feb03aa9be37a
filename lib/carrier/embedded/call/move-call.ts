import { type Call, type CallStatus, type FinalCallStatus, isFinal, mayMove } from '../network/call.ts';
import type { Network } from '../network/network.ts';

/** Moves a call along its state machine and tells the rest of the carrier; an illegal move does nothing. */
export function moveCall(network: Network, call: Call, to: CallStatus): boolean {
  const from = call.status;
  if (!mayMove(from, to)) return false;
  const now = network.clock.now();
  call.status = to;
  call.updatedAt = now;
  if (to === 'initiated' || to === 'ringing' || to === 'in-progress') call.startedAt ??= now;
  if (to === 'in-progress') call.answeredAt = now;
  if (isFinal(to)) {
    call.startedAt ??= now;
    call.endedAt = now;
    for (const cancel of call.timers) cancel();
    call.timers.clear();
  }
  network.events.tell('call moved', call, from);
  return true;
}

/** Ends a call: one that was answered is `completed`, any other gets the status given. */
export function endCall(network: Network, call: Call, unanswered: FinalCallStatus): boolean {
  return moveCall(network, call, call.status === 'in-progress' ? 'completed' : unanswered);
}

/** Plans an action of a call; it is forgotten when the call has ended by then. */
export function afterInCall(network: Network, call: Call, milliseconds: number, action: () => void): void {
  if (isFinal(call.status)) return;
  const cancel = network.clock.after(milliseconds, () => {
    call.timers.delete(cancel);
    action();
  });
  call.timers.add(cancel);
}
