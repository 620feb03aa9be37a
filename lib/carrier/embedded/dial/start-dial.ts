import { endCall } from '../call/move-call.ts';
import { newCall } from '../call/new-call.ts';
import { placeCall } from '../call/place-call.ts';
import { startSession } from '../call/start-session.ts';
import type { DialSettings, DialTarget } from '../interpreter/dialing.ts';
import { type Call, isFinal } from '../network/call.ts';
import type { DialGroup } from '../network/dial-group.ts';
import type { Network } from '../network/network.ts';
import { pressAtPhone } from '../phone/pressed.ts';
import { startRecording } from '../recording/record-call.ts';
import { connectLeg, finishDial } from './connect-leg.ts';

/** Dials all numbers of a `<Dial>` at once; each leg is a call of its own. The first that is connected stays. */
export function dialNumbers(
  network: Network,
  parent: Call,
  settings: DialSettings,
  targets: readonly DialTarget[],
): void {
  const group: DialGroup = { parent, settings, legs: [], winner: undefined, isAbandoned: false, recording: undefined };
  network.dials.set(parent.sid, group);
  if (settings.recording?.from === 'ringing') recordDial(network, group);
  for (const target of targets) group.legs.push(dialLeg(network, group, target));
}

function dialLeg(network: Network, group: DialGroup, target: DialTarget): Call {
  const { parent, settings } = group;
  const leg: Call = newCall(network, {
    direction: 'outbound-dial',
    from: settings.callerId ?? parent.from,
    to: target.number,
    parentSid: parent.sid,
    timeoutSeconds: settings.timeoutSeconds,
    timeLimitSeconds: settings.timeLimitSeconds,
    statusCallback: target.statusCallback,
    onAnswer: () => pressAtPhone(network, leg, target.sendDigits, () => legAnswered(network, group, leg, target)),
  });
  placeCall(network, leg, { queueing: 0 });
  return leg;
}

function legAnswered(network: Network, group: DialGroup, leg: Call, { whisper }: DialTarget): void {
  if (whisper === undefined) joinLeg(network, leg);
  else startSession(network, leg, { kind: 'source', source: whisper }, { atEnd: 'connect' });
  if (group.winner !== undefined && group.winner !== leg) endCall(network, leg, 'canceled');
}

/** The leg's whisper is over, or it had none: it is connected, unless another was before it. */
export function joinLeg(network: Network, leg: Call): void {
  const group = leg.parentSid === undefined ? undefined : network.dials.get(leg.parentSid);
  if (group === undefined || group.winner !== undefined) {
    endCall(network, leg, 'canceled');
    return;
  }
  connectLeg(network, group, leg);
  if (group.settings.recording?.from === 'answer') recordDial(network, group);
  for (const other of group.legs) if (other !== leg) endCall(network, other, 'canceled');
}

function recordDial(network: Network, group: DialGroup): void {
  const { recording } = group.settings;
  if (recording === undefined) return;
  const { channels, statusCallback } = recording;
  group.recording = startRecording(network, {
    callSid: group.parent.sid,
    source: 'DialVerb',
    channels,
    statusCallback,
  });
}

/** The caller parts from its legs: all of them end, and the Dial with them. */
export function abandonDial(network: Network, parent: Call): void {
  const group = network.dials.get(parent.sid);
  if (group === undefined) return;
  group.isAbandoned = true;
  for (const leg of group.legs) endCall(network, leg, 'canceled');
}

/** A leg has ended: so has the Dial, if it was the connected one or the last. */
export function whenLegEnded(network: Network, leg: Call): void {
  const group = leg.parentSid === undefined ? undefined : network.dials.get(leg.parentSid);
  if (group === undefined || !group.legs.includes(leg)) return;
  if (group.winner === leg) finishDial(network, group, leg, 'completed');
  else if (group.winner === undefined && group.legs.every(({ status }) => isFinal(status))) {
    finishDial(network, group, leg, group.isAbandoned ? 'canceled' : unconnected(leg));
  }
}

/** How a leg that was never connected counts: one that hung up on its whisper has not taken the call. */
function unconnected({ status }: Call): 'busy' | 'no-answer' | 'failed' | 'canceled' {
  return status === 'busy' || status === 'failed' || status === 'canceled' ? status : 'no-answer';
}
