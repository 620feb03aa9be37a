import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type BundleOptions, bundleAll, bundleAndWatch } from './bundle.ts';
import { readPlatform } from './platform-file.ts';

/** What of the framework this plugin touches. */
type Serverless = {
  readonly serviceDir: string;
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: {
    readonly provider: { environment?: Record<string, unknown> };
    readonly custom: {
      readonly esbuild: BundleOptions & { outputWorkFolder?: string; watch?: { readonly pattern: readonly string[] } };
    };
    readonly functions: Record<
      string,
      { readonly handler: string; events?: Record<string, unknown>[]; skipEsbuild?: boolean }
    >;
  };
  readonly pluginManager: { spawn(event: string): Promise<void> };
};

/** What `npm start` hands to the framework that it starts: the functions' environment, and where bundles may lie. */
export type LocalStack = {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Bundle anew when a source file changes. It cuts off what runs at that moment, so it is for a person alone. */
  readonly reloads?: boolean;
};

/** The variable in which it is handed on, as JSON. */
export const stackVariable = 'TALLYLINE_LOCAL_STACK';

const errorShownMilliseconds = 500;
const polledHere = ['stream', 'sqs', 'schedule'];

/**
 * Points functions that run on this machine to the local table, buckets and queues, where the framework would leave
 * `Ref` and `GetAtt` unresolved: under `npm start`, and under `serverless invoke local` beside it. And it leaves nothing in the temporary directory.
 */
export default class LocalPlugin {
  readonly hooks = {
    initialize: () => this.#initialize(),
    'before:offline:start:end': () => this.#bundler?.close(),
    'after:offline:start:init': () => {
      process.send?.('ready');
    },
    // The bundler keeps a process alive whose command has failed.
    error: () => void setTimeout(() => process.exit(1), errorShownMilliseconds).unref(),
    'after:invoke:local:invoke': () => rmSync(dirname(dirname(this.#bundles)), { recursive: true, force: true }),
  };
  readonly #serverless: Serverless;
  #bundles = '';
  #bundler: { close(): Promise<void> } | undefined;

  constructor(serverless: Serverless) {
    this.#serverless = serverless;
  }

  async #initialize(): Promise<void> {
    const [command, subcommand] = this.#serverless.processedInput.commands;
    if (command === 'package' || command === 'deploy') tidyTemporaryFolder();
    if (command === 'offline') await this.#underOffline();
    if (command === 'invoke' && subcommand === 'local') this.#pointTo(runningStack());
  }

  async #underOffline(): Promise<void> {
    const given = process.env[stackVariable];
    if (given === undefined) throw new Error('Please run `npm start`: it starts the table, queues and buckets too.');
    const stack = JSON.parse(given) as LocalStack;
    this.#pointTo(stack);
    // The platform that started this has been killed.
    process.on('disconnect', () => void Promise.resolve(this.#bundler?.close()).finally(() => process.exit(1)));
    // The platform's own pollers bring these: see lib/local/README.md.
    for (const definition of Object.values(this.#serverless.service.functions)) {
      definition.events = definition.events?.filter((event) => !polledHere.some((kind) => kind in event)) ?? [];
    }
    await this.#bundle(stack.reloads === true);
  }

  /** In place of serverless-esbuild, which builds each function by itself: three times as long. */
  async #bundle(reloads: boolean): Promise<void> {
    const { service, serviceDir, pluginManager } = this.#serverless;
    const functions = Object.values(service.functions);
    const bundling = {
      folder: serviceDir,
      options: service.custom.esbuild,
      handlers: functions.map(({ handler }) => handler),
      into: join(this.#bundles, '.build'), // where it would have put them
    };
    service.custom.esbuild.watch = { pattern: [] };
    for (const definition of functions) definition.skipEsbuild = true;
    if (!reloads) await bundleAll(bundling);
    else this.#bundler = await bundleAndWatch(bundling, () => void pluginManager.spawn('offline:functionsUpdated'));
  }

  #pointTo({ directory, environment }: LocalStack): void {
    const { service, serviceDir } = this.#serverless;
    service.provider.environment = { ...environment };
    this.#bundles = join(directory, 'bundles', String(process.pid)); // one that is still ending has others
    service.custom.esbuild.outputWorkFolder = relative(serviceDir, this.#bundles);
    Object.assign(process.env, environment);
  }
}

/** Packaging leaves a folder for each function in the temporary directory: it gets one of its own, which goes with it. */
function tidyTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tallyline-package-'));
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function runningStack(): LocalStack {
  const directory = process.env['TALLYLINE_DIRECTORY'] ?? '.local';
  const platform = readPlatform(directory);
  if (platform === undefined) throw new Error('No local platform is running: please start it first, with `npm start`.');
  return { directory: join(directory, 'invoke', String(process.pid)), environment: platform.stack.environment };
}
