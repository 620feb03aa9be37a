import { afterInCall, endCall } from '../call/move-call.ts';
import { millisecondsOf } from '../clock/duration.ts';
import type { Call } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import type { PhoneStep } from '../network/phone.ts';
import { timing } from '../timing.ts';
import { isHeard } from './hearing.ts';
import { press, speak } from './speaking.ts';

/** A phone's holder begins its script when the call is answered. */
export function beginScript(network: Network, call: Call): void {
  const { hangsUpAfter } = call.script;
  if (hangsUpAfter !== undefined) {
    afterInCall(network, call, millisecondsOf(hangsUpAfter), () => endCall(network, call, 'completed'));
  }
  if (call.script.machine === true) call.isActing = true;
  if (call.script.machine === true) afterInCall(network, call, timing.machineGreeting, () => acted(network, call, 0));
  else actOn(network, call);
}

/**
 * Does the script's next step if its time has come: keys are pressed and words said only when somebody listens. Not while
 * a verb is only half begun: what was said to a `<Record>` before its recording runs would not be in it.
 */
export function actOn(network: Network, call: Call): void {
  if (call.isActing || call.isDriven || call.status !== 'in-progress') return;
  const step = call.script.steps?.[call.scriptStep];
  if (step === undefined || !isTimeFor(network, call, step)) return;
  call.isActing = true;
  act(network, call, step);
}

function isTimeFor(network: Network, call: Call, step: PhoneStep): boolean {
  if (step.act === 'says') return isHeard(network, call, 'speech');
  if (step.act === 'presses') return isHeard(network, call, 'digits');
  if (step.act !== 'hears') return true;
  const awaited = step.text.toLowerCase();
  return call.heard.some(({ from, text }) => from !== 'phone' && text.toLowerCase().includes(awaited));
}

function act(network: Network, call: Call, step: PhoneStep): void {
  const done = () => acted(network, call);
  if (step.act === 'says') speak(network, call, step.text, done);
  else if (step.act === 'presses') pressAll(network, call, [...step.digits], done);
  else if (step.act === 'waits') afterInCall(network, call, millisecondsOf(step.duration), done);
  else if (step.act === 'hangs up') endCall(network, call, 'completed');
  else done();
}

/** Presses keys one after the other; `w` is half a second's pause. */
export function pressAll(network: Network, call: Call, digits: readonly string[], done: () => void): void {
  const [digit, ...rest] = digits;
  if (digit === undefined) {
    done();
    return;
  }
  const isPause = digit === 'w';
  afterInCall(network, call, isPause ? timing.sendDigitsPause : timing.digit, () => {
    if (!isPause) press(network, call, digit);
    pressAll(network, call, rest, done);
  });
}

function acted(network: Network, call: Call, steps = 1): void {
  call.isActing = false;
  call.scriptStep += steps;
  actOn(network, call);
}
