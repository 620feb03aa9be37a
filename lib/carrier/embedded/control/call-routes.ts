import * as z from 'zod';
import { afterInCall, endCall } from '../call/move-call.ts';
import { answerCall, rejectCall } from '../call/place-call.ts';
import { type Call, type Heard, isFinal } from '../network/call.ts';
import type { Network } from '../network/network.ts';
import { PhoneStep } from '../network/phone.ts';
import { actOn, pressAll } from '../phone/acting.ts';
import { speak } from '../phone/speaking.ts';
import type { Changes } from './changes.ts';
import { Pattern, WaitSeconds } from './parameters.ts';
import { callView } from './represent.ts';
import { type Checked, type ControlAnswer, impossible, missing, ok, route } from './route.ts';

const Keys = z.strictObject({
  digits: z.string().regex(/^[0-9*#A-Dw]+$/, 'must be keys 0 to 9, *, #, or w for a pause'),
});
const Speech = z.strictObject({ text: z.string().min(1) });
const Steps = z.strictObject({ steps: z.array(PhoneStep) });
const Following = z.object({
  after: z.optional(z.coerce.number().int().min(0)).meta({ description: 'How many entries are known already' }),
  matches: z.optional(Pattern),
  waitSeconds: z.optional(WaitSeconds),
});

/** Calls: what is heard and executed, and what a phone's holder does by hand. */
export function callRoutes(network: Network, changes: Changes) {
  /** Finds the call of the path, in progress if it must be. */
  const onCall =
    <Body, Query>(
      act: (call: Call, request: Checked<Body, Query>) => ControlAnswer | Promise<ControlAnswer>,
      needs?: 'in progress',
    ) =>
    (request: Checked<Body, Query>): ControlAnswer | Promise<ControlAnswer> => {
      const call = network.calls.get(request.named['sid'] ?? '');
      if (call === undefined) return missing(`call ${request.named['sid']}`);
      if (needs !== undefined && call.status !== 'in-progress') return impossible(`The call is ${call.status}`);
      return act(call, request);
    };
  const done = (call: Call, isDone: boolean) =>
    isDone ? ok(callView(call)) : impossible(`The call is ${call.status}`);

  return [
    route('GET /control/calls', 'All calls, newest first', {}, () =>
      ok({ calls: [...network.calls.values()].reverse().map(callView) }),
    ),
    route(
      'GET /control/calls/{sid}',
      'A call',
      {},
      onCall((call) => ok(callView(call))),
    ),
    route(
      'GET /control/calls/{sid}/transcript',
      'What the phone of a call heard and said; waits for more, or for what matches, if asked to',
      { query: Following },
      onCall(async (call, { query: { after = 0, matches = '', waitSeconds = 0 } }) => {
        const isWanted = ({ text }: Heard) => new RegExp(matches).test(text);
        const isNew = () => call.heard.slice(after).some(isWanted) || isFinal(call.status);
        if (!isNew()) await changes.wait(isNew, waitSeconds * 1_000);
        return ok({
          entries: call.heard.slice(after),
          next: call.heard.length,
          status: call.status,
          ended: isFinal(call.status),
        });
      }),
    ),
    route(
      'GET /control/calls/{sid}/trace',
      'The TwiML that a call executed, verb by verb, with errors',
      {},
      onCall((call) => ok({ trace: call.trace })),
    ),
    route(
      'POST /control/calls/{sid}/answer',
      'Picks up a ringing phone',
      {},
      onCall((call) =>
        done(call, call.direction !== 'inbound' && call.status === 'ringing' && answerCall(network, call)),
      ),
    ),
    route(
      'POST /control/calls/{sid}/reject',
      'Refuses a ringing call',
      {},
      onCall((call) =>
        done(call, call.direction !== 'inbound' && call.status === 'ringing' && rejectCall(network, call)),
      ),
    ),
    route(
      'POST /control/calls/{sid}/keys',
      'Presses keys',
      { body: Keys },
      onCall((call, { body }) => {
        pressAll(network, call, [...body.digits], () => undefined);
        return ok(callView(call));
      }, 'in progress'),
    ),
    route(
      'POST /control/calls/{sid}/speech',
      'Says something',
      { body: Speech },
      onCall((call, { body }) => {
        afterInCall(network, call, 0, () => speak(network, call, body.text));
        return ok(callView(call));
      }, 'in progress'),
    ),
    route(
      'POST /control/calls/{sid}/steps',
      'Adds steps to what the phone does in this call; keys and words wait until somebody listens',
      { body: Steps },
      onCall((call, { body }) => {
        call.script = { ...call.script, steps: [...(call.script.steps ?? []), ...body.steps] };
        afterInCall(network, call, 0, () => actOn(network, call));
        return ok(callView(call));
      }),
    ),
    route(
      'POST /control/calls/{sid}/hangup',
      'Hangs up',
      {},
      onCall((call) => done(call, endCall(network, call, 'no-answer'))),
    ),
  ];
}
