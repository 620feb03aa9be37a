import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CarrierClock } from '../carrier/embedded/clock/carrier-clock.ts';
import { sdkEnvironment } from './aws.ts';
import { createTable } from './create-table.ts';
import { enrol } from './enrol.ts';
import { invokeAt, type Report } from './invoke.ts';
import { carrierAccount, dataKey } from './kept.ts';
import { lock } from './lock.ts';
import { type Platform, removePlatform, writePlatform } from './platform-file.ts';
import { startPollers } from './poll.ts';
import { choosePorts } from './ports.ts';
import { runSchedules, schedules } from './schedule.ts';
import { readService, stage } from './service.ts';
import { type LocalCarrier, startCarrier } from './start-carrier.ts';
import { startOffline } from './start-offline.ts';
import { type RunningQueues, startQueues } from './start-queues.ts';
import { type RunningEngine, startEngine } from './table-engine.ts';

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
/** All that a platform keeps; nothing else in the directory is touched by `fresh`. */
const keptNames = ['table', 'queues', 'positions', 'bundles', 'invoke', 'clock', 'functions.log', 'carrier.json'];
const keptFiles = ['data-key.json', 'carrier-account.json', 'enrolment.json', 'ports.json', 'platform.json'];

/**
 * Starts the whole platform on this machine: table, queues, buckets, carrier, every function, and what brings events to
 * them. What it starts ends with `close`, or when it cannot start. Throws DirectoryInUse, PortTaken, OfflineFailed,
 * EnrolmentRefused, or one sentence where no table engine can run.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const directory = resolve(options.directory ?? directoryDefault);
  const report = options.report ?? ((line) => process.stderr.write(`${line}\n`));
  const progress = options.progress ?? ((_title, step) => step());
  await using started = new AsyncDisposableStack();
  const held = lock(directory);
  started.defer(held.release);
  removePlatform(directory); // of a platform that was killed
  if (options.fresh === true) empty(directory);
  const removeBundles = () => rmSync(join(directory, 'bundles'), { recursive: true, force: true });
  removeBundles(); // after a kill, stale ones would win
  started.defer(removeBundles);
  const ports = await choosePorts(directory, options.port ?? portDefault);
  const service = readService();
  const tableName = `${service.name}-${stage}`;

  const engine = await progress('Table', () => startTableIn(directory, ports.table, tableName));
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
  const environment = environmentOf({ directory, url, tableName, engine, queues, carrier, account });
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
  const enrolled = await progress('Operator and tenants', () => enrol(directory, url, invoke));

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

async function startTableIn(directory: string, port: number, tableName: string): Promise<RunningEngine> {
  const folder = join(directory, 'table');
  mkdirSync(folder, { recursive: true });
  const { Table } = readService().resources;
  if (Table === undefined) throw new Error('serverless.yml has no resource Table');
  const engine = await startEngine({ directory: folder, port });
  try {
    await createTable(engine.endpoint, tableName, Table);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

type Parts = {
  readonly directory: string;
  readonly url: string;
  readonly tableName: string;
  readonly engine: RunningEngine;
  readonly queues: RunningQueues;
  readonly carrier: LocalCarrier;
  readonly account: { readonly accountSid: string; readonly authToken: string };
};

/** What every function has in its environment, as lib/environment reads it. */
function environmentOf({ directory, url, tableName, engine, queues, carrier, account }: Parts): Record<string, string> {
  return {
    ...sdkEnvironment,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_S3: queues.endpoint,
    TABLE_NAME: tableName,
    RECORDINGS_BUCKET: queues.buckets['RecordingsBucket'] ?? '',
    STATEMENTS_BUCKET: queues.buckets['StatementsBucket'] ?? '',
    QUEUE_PREFIX: queues.prefix,
    PUBLIC_URL: url,
    CARRIER_URL: carrier.url,
    CARRIER_ACCOUNT_SID: account.accountSid,
    CARRIER_AUTH_TOKEN: account.authToken,
    DATA_KEY: dataKey(directory),
    CLOCK_FILE: carrier.clockFile,
    CONTROL_URL: carrier.controlUrl,
    ALLOW_PRIVATE_ADDRESSES: 'true',
  };
}

function empty(directory: string): void {
  for (const name of [...keptNames, ...keptFiles]) rmSync(join(directory, name), { recursive: true, force: true });
}
