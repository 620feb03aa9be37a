import { drive } from '../call/drive.ts';
import type { DialOutcome } from '../interpreter/input.ts';
import { type Call, callSeconds, isFinal } from '../network/call.ts';
import type { DialGroup } from '../network/dial-group.ts';
import type { Network } from '../network/network.ts';
import { endRecording, recordedSound } from '../recording/record-call.ts';
import { wholeSeconds } from '../timing.ts';

/** Puts caller and leg together: from now on each hears the other. */
export function connectLeg(network: Network, group: DialGroup, leg: Call): void {
  const { parent } = group;
  group.winner = leg;
  parent.bridgedSid = leg.sid;
  leg.bridgedSid = parent.sid;
  drive(network, parent, { kind: 'bridged' });
  network.events.tell('call settled', leg);
}

/** Ends a Dial: the two part, its recording ends, and the caller's session goes on. */
export function finishDial(network: Network, group: DialGroup, leg: Call, status: DialOutcome['status']): void {
  const { parent, recording } = group;
  network.dials.delete(parent.sid);
  parent.bridgedSid = undefined;
  leg.bridgedSid = undefined;
  if (recording !== undefined) endRecording(network, recording);
  const isConnected = group.winner === leg;
  const outcome: DialOutcome = {
    status,
    callSid: leg.sid,
    bridged: isConnected,
    seconds: isConnected ? secondsUntilNow(network, leg) : undefined,
    recording: recording && recordedSound(network, recording),
  };
  drive(network, parent, { kind: 'dialed', outcome });
}

/** A leg that goes on alone, with instructions of its own, is counted until now. */
function secondsUntilNow(network: Network, leg: Call): number {
  if (isFinal(leg.status)) return callSeconds(leg);
  return leg.answeredAt === undefined ? 0 : wholeSeconds(network.clock.now() - leg.answeredAt);
}

/** Takes a connected leg out of its Dial, so that it can be given instructions of its own; the caller goes on. */
export function detachLeg(network: Network, leg: Call): void {
  const group = leg.parentSid === undefined ? undefined : network.dials.get(leg.parentSid);
  if (group?.winner === leg) finishDial(network, group, leg, 'completed');
}
