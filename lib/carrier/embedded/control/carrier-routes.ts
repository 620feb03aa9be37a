import * as z from 'zod';
import { endCall } from '../call/move-call.ts';
import type { Network } from '../network/network.ts';
import { PhoneScript } from '../network/phone.ts';
import { CarrierState, restoreState, stateOf } from '../state/state.ts';
import { Fault, type Faults } from '../webhook/faults.ts';
import { E164 } from './parameters.ts';
import { resetCarrier } from './reset.ts';
import { ok, route } from './route.ts';

const Turn = z.union([
  z.strictObject({ to: z.union([z.iso.datetime({ offset: true }), z.number().int()]) }),
  z.strictObject({ advanceSeconds: z.number().min(0) }),
]);

const Seed = z.strictObject({
  phones: z.optional(z.array(z.strictObject({ number: E164, script: PhoneScript }))),
  faults: z.optional(z.array(Fault)),
});
const Reset = z.strictObject({
  hangUp: z.optional(z.boolean()).meta({ description: 'Ends what goes on first, as if all had hung up' }),
});

/** The clock, faults, seeds, snapshots, reset. */
export const carrierRoutes = (network: Network, faults: Faults) => {
  const { clock } = network;
  const shown = () => ok({ mode: clock.mode, now: clock.now(), at: new Date(clock.now()).toISOString() });
  return [
    route('GET /control/clock', "The carrier's time", {}, shown),
    route(
      'POST /control/clock',
      'Turns the clock forward; answers when all that was due has happened',
      { body: Turn },
      async ({ body }) => {
        if ('advanceSeconds' in body) await clock.advanceBy(Math.round(body.advanceSeconds * 1_000));
        else await clock.advanceTo(typeof body.to === 'number' ? body.to : Date.parse(body.to));
        return shown();
      },
    ),
    route('GET /control/numbers', 'The numbers that the platform has bought', {}, () =>
      ok({ numbers: [...network.numbers.values()] }),
    ),
    route('GET /control/faults', 'The faults that are set', {}, () => ok({ faults: faults.list() })),
    route(
      'PUT /control/faults',
      'Sets what goes wrong; an empty list ends it',
      { body: z.strictObject({ faults: z.array(Fault) }) },
      ({ body }) => {
        faults.set(body.faults);
        return ok({ faults: faults.list() });
      },
    ),
    route('GET /control/snapshot', 'Numbers, finished recordings and phones, to be put back later', {}, () =>
      ok(stateOf(network)),
    ),
    route('POST /control/seed', 'Adds phones with their scripts, and sets faults', { body: Seed }, ({ body }) => {
      for (const phone of body.phones ?? []) network.phones.set(phone.number, phone);
      if (body.faults !== undefined) faults.set(body.faults);
      network.events.tell('state changed');
      return ok({ phones: [...network.phones.values()], faults: faults.list() });
    }),
    route('PUT /control/snapshot', 'Puts back a snapshot', { body: CarrierState }, ({ body }) => {
      resetCarrier(network, faults);
      restoreState(network, body);
      network.events.tell('state changed');
      return ok({});
    }),
    route(
      'POST /control/reset',
      'Forgets calls, texts, conferences, phones and faults; numbers stay bought',
      { body: Reset },
      async ({ body }) => {
        if (body.hangUp === true) await hangUpAll(network, faults);
        resetCarrier(network, faults);
        network.phones.clear();
        network.events.tell('state changed');
        return ok({});
      },
    ),
  ];
};

/** Everybody hangs up, and the platform has heard of it: no fault swallows its webhooks. */
async function hangUpAll(network: Network, faults: Faults): Promise<void> {
  faults.set([]);
  for (const call of network.calls.values()) endCall(network, call, 'no-answer');
  await network.clock.advanceBy(0);
}
