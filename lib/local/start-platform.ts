import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CarrierClock } from '../carrier/embedded/clock/carrier-clock.ts';
import { enrol } from './enrol.ts';
import { functionsEnvironment } from './functions-environment.ts';
import { invokeAt, type Report } from './invoke.ts';
import { carrierAccount } from './kept.ts';
import { removeKept } from './kept-files.ts';
import { lock } from './lock.ts';
import { type Platform, removePlatform, writePlatform } from './platform-file.ts';
import { startPollers } from './poll.ts';
import { choosePorts } from './ports.ts';
import { runSchedules, schedules } from './schedule.ts';
import { readService, stage } from './service.ts';
import { startCarrier } from './start-carrier.ts';
import { startKeptTable } from './start-kept-table.ts';
import { startOffline } from './start-offline.ts';
import { startQueues } from './start-queues.ts';

/** Shows a step of the start while it goes on. */
export type Progress = <T>(title: string, step: () => Promise<T>) => Promise<T>;

export type PlatformOptions = {
  /** Where everything is kept; default `.local`. */
  readonly directory?: string;
  /** Of the API; default 4000, 0 for any free one. */
  readonly port?: number;
  /** Real time, or a clock that stands still until it is turned. */
  readonly clock?: 'real' | { readonly virtualAt: number };
  /** Begin with nothing. */
  readonly fresh?: boolean;
  /** The names of the tenants that it begins with; default: two for demonstration. */
  readonly tenants?: readonly string[];
  /** Bundle a function anew when its source changes. */
  readonly reloads?: boolean;
  readonly progress?: Progress;
  /** Where failures of functions are told; default: standard error. */
  readonly report?: Report;
};

/** A running platform: what `.local/platform.json` says, its clock, and its end. */
export type RunningPlatform = Platform & {
  readonly clock: CarrierClock;
  /** Resolves when nothing is left to do at this instant: stream, queues and schedules. */
  settled(): Promise<void>;
  close(): Promise<void>;
} & AsyncDisposable;

export const portDefault = 4000;
const directoryDefault = '.local';

/**
 * Starts the whole platform on this machine: table, queues, buckets, carrier, every function, and what brings events to
 * them. What it starts ends with `close`, or when it cannot start. Throws DirectoryInUse, PortTaken, OfflineFailed,
 * EnrolmentRefused, OtherEngine, or one sentence where no table engine can run.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const directory = resolve(options.directory ?? directoryDefault);
  const report = options.report ?? ((line) => process.stderr.write(`${line}\n`));
  const progress = options.progress ?? ((_title, step) => step());
  await using started = new AsyncDisposableStack();
  const held = lock(directory);
  started.defer(held.release);
  removePlatform(directory); // of a platform that was killed
  if (options.fresh === true) removeKept(directory);
  const removeBundles = () => rmSync(join(directory, 'bundles'), { recursive: true, force: true });
  removeBundles(); // after a kill, stale ones would win
  started.defer(removeBundles);
  const ports = await choosePorts(directory, options.port ?? portDefault);
  const service = readService();
  const tableName = `${service.name}-${stage}`;

  const engine = await progress('Table', () => startKeptTable(directory, ports.table, tableName));
  started.defer(engine.close);
  const queues = await progress('Queues and buckets', () =>
    startQueues({ directory: join(directory, 'queues'), port: ports.queues, service }),
  );
  started.defer(queues.close);
  const account = carrierAccount(directory);
  const url = `http://127.0.0.1:${ports.api}`;
  const carrier = await progress('Carrier', () =>
    startCarrier({ directory, port: ports.carrier, account, clock: options.clock ?? 'real', pageOrigin: url }),
  );
  started.defer(carrier.close);
  const environment = functionsEnvironment({ directory, url, tableName, engine, queues, carrier, account });
  const offline = await progress('Functions', () =>
    startOffline({ directory, environment, reloads: options.reloads ?? false }, ports),
  );
  started.defer(offline.close);
  const lambdaUrl = `http://127.0.0.1:${ports.lambda}`;
  const invoke = invokeAt(lambdaUrl, `${service.name}-${stage}-`);
  const table = { endpoint: engine.endpoint, tableName };
  const pollers = await startPollers({ service, table, queues, invoke, report, directory });
  started.defer(pollers.close);
  const timetable = runSchedules(schedules(service), carrier.clock, invoke, report);
  started.defer(timetable.close);
  const settled = async () => {
    do {
      await carrier.idle();
      await timetable.idle();
    } while (await pollers.settled()); // what they brought may have started something more
  };
  carrier.clock.settlesWith(settled);
  const enrolled = await progress('Operator and tenants', () => enrol(directory, url, invoke, options.tenants));

  const platform: Platform = {
    pid: process.pid,
    platform: { url },
    carrier: { url: carrier.url, ...account },
    control: { url: carrier.controlUrl },
    console: { url: `${url}/console` },
    ...enrolled,
    stack: { engine: engine.name, lambdaUrl, environment },
  };
  writePlatform(directory, platform);
  started.defer(() => removePlatform(directory));
  const ending = started.move();
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= ending.disposeAsync());
  return { ...platform, clock: carrier.clock, settled, close, [Symbol.asyncDispose]: close };
}
