import * as z from 'zod';
import type { Network } from '../network/network.ts';
import { CarrierState, restoreState, stateOf } from '../state/state.ts';
import { Fault, type Faults } from '../webhook/faults.ts';
import { resetCarrier } from './reset.ts';
import { ok, route } from './route.ts';

const Turn = z.union([
  z.strictObject({ to: z.union([z.iso.datetime({ offset: true }), z.number().int()]) }),
  z.strictObject({ advanceSeconds: z.number().min(0) }),
]);

/** The clock, faults, snapshots, reset. */
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
    route('PUT /control/snapshot', 'Puts back a snapshot, or loads a seed', { body: CarrierState }, ({ body }) => {
      resetCarrier(network, faults);
      restoreState(network, body);
      network.events.tell('state changed');
      return ok({});
    }),
    route(
      'POST /control/reset',
      'Forgets calls, texts, conferences, phones and faults; numbers stay bought',
      {},
      () => {
        resetCarrier(network, faults);
        network.phones.clear();
        network.events.tell('state changed');
        return ok({});
      },
    ),
  ];
};
