import type { CarrierClock } from './clock/carrier-clock.ts';
import { callRoutes } from './control/call-routes.ts';
import { carrierRoutes } from './control/carrier-routes.ts';
import { Changes } from './control/changes.ts';
import { controlApi } from './control/control-api.ts';
import { phoneRoutes } from './control/phone-routes.ts';
import { serve } from './http-server.ts';
import { PhoneHandle } from './library/phone-handle.ts';
import { InFlight } from './network/in-flight.ts';
import { Listeners } from './network/listeners.ts';
import type { Network } from './network/network.ts';
import { sidSource } from './network/sids.ts';
import { StateFile } from './state/state-file.ts';
import { webhookLimitMilliseconds } from './timing.ts';
import { Webhooks } from './webhook/webhooks.ts';
import { wire } from './wire.ts';

export type EmbeddedCarrierOptions = {
  /** 0 for any free one. */
  readonly port: number;
  /** The credentials of the upstream account: of its REST API and of its webhooks' signatures. */
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: CarrierClock;
  /** With a seed, SIDs and tokens are the same every time. */
  readonly seed?: string;
  /** Keeps numbers, finished recordings and phones over a restart. */
  readonly stateFile?: string;
  readonly log?: (line: string) => void;
  /** The one web origin whose pages may use the control API; none by default. */
  readonly pageOrigin?: string;
  /** How many webhooks are sent at once: by default one under a virtual clock, so that their order is always the same. */
  readonly webhookConcurrency?: number;
  /** Twilio's 15 s by default, in real time. */
  readonly webhookLimitMilliseconds?: number;
};

export type EmbeddedCarrier = {
  /** Base URL of the REST dialect, without a slash at the end. */
  readonly url: string;
  /** Base URL of the control API. */
  readonly controlUrl: string;
  readonly clock: CarrierClock;
  readonly network: Network;
  readonly webhooks: Webhooks;
  /** A simulated phone, scripted or led by hand. */
  readonly phone: (number: string) => PhoneHandle;
  /** Resolves when no webhook and no request is in flight. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Starts a phone company on this machine: Twilio's REST dialect, its signed webhooks, simulated phones and their control
 * API, on one port of 127.0.0.1. Throws when the port is taken.
 */
export async function startEmbeddedCarrier(options: EmbeddedCarrierOptions): Promise<EmbeddedCarrier> {
  const network = newNetwork(options);
  const webhooks = new Webhooks({
    clock: network.clock,
    inFlight: network.inFlight,
    authToken: network.authToken,
    newToken: () => network.newSid(''),
    limitMilliseconds: options.webhookLimitMilliseconds ?? webhookLimitMilliseconds,
    concurrency: options.webhookConcurrency ?? (network.clock.mode === 'virtual' ? 1 : Number.POSITIVE_INFINITY),
    log: network.log,
  });
  wire(network, webhooks);
  const stateFile = options.stateFile === undefined ? undefined : new StateFile(network, options.stateFile);
  network.clock.settlesWith(() => network.inFlight.idle());
  const changes = new Changes(network);
  const routes = [
    ...phoneRoutes(network, changes),
    ...callRoutes(network, changes),
    ...carrierRoutes(network, webhooks.faults),
  ];
  const server = await serve(network, webhooks.faults, controlApi(routes, options.pageOrigin), options.port);
  network.url = `http://127.0.0.1:${server.port}`;
  const close = async () => {
    network.clock.close();
    stateFile?.write();
    changes.close();
    for (const { connection } of network.streams.values()) connection.terminate();
    await server.close();
    webhooks.close();
  };
  return {
    url: network.url,
    controlUrl: `${network.url}/control`,
    clock: network.clock,
    network,
    webhooks,
    phone: (number) => new PhoneHandle(network, number),
    idle: () => network.inFlight.idle(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const newNetwork = ({
  accountSid,
  authToken,
  clock,
  seed,
  log = () => undefined,
}: EmbeddedCarrierOptions): Network => ({
  accountSid,
  authToken,
  url: 'http://127.0.0.1',
  clock,
  newSid: sidSource(seed),
  log,
  inFlight: new InFlight(),
  events: new Listeners(),
  calls: new Map(),
  phones: new Map(),
  conferences: new Map(),
  recordings: new Map(),
  transcriptions: new Map(),
  dials: new Map(),
  queues: new Map(),
  queueDials: new Map(),
  runningRecordings: new Set(),
  streams: new Map(),
  messages: new Map(),
  numbers: new Map(),
});
