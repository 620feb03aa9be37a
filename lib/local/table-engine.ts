import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { dynamodbLocal } from './dynamodb-local.ts';
import { dynoxide } from './dynoxide.ts';
import type { TableEngine } from './engine.ts';
import { freePort } from './free-port.ts';

/** A running engine: where it listens, and how it ends. `close` is done once its processes are gone. */
export type RunningEngine = {
  readonly name: TableEngine['name'];
  readonly endpoint: string;
  readonly pid: number;
  close(): Promise<void>;
};

const engines: readonly TableEngine[] = [dynoxide, dynamodbLocal];
const patienceMilliseconds = 30_000;

/** The engines that this machine can run. */
export const enginesHere = (): TableEngine['name'][] =>
  engines.filter((engine) => !('missing' in engine.command(0, undefined))).map((engine) => engine.name);

/**
 * Starts a table engine: the named one, else TABLE_ENGINE's, else the first that this machine can run.
 * Without a directory the table lives in memory. Throws one sentence that says what to install where none can run.
 */
export async function startEngine(options: {
  readonly engine?: TableEngine['name'];
  readonly directory?: string;
  readonly port?: number;
}): Promise<RunningEngine> {
  const engine = chosen(options.engine ?? process.env['TABLE_ENGINE']);
  const port = await freePort(options.port);
  const command = engine.command(port, options.directory);
  if ('missing' in command) throw new Error(command.missing);
  // Detached: Ctrl-C reaches the platform, which ends its engine last.
  const child = spawn(command.program, command.args, { cwd: command.folder, detached: true, stdio: 'ignore' });
  const exited = once(child, 'exit');
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const watchdog = watch(pid);
  const close = async () => {
    child.kill('SIGTERM');
    await exited;
    watchdog.kill('SIGKILL');
    await once(watchdog, 'exit');
  };
  const up = await Promise.race([listens(port), exited.then(() => false)]);
  if (!up) {
    await close();
    throw new Error(`The table engine ${engine.name} did not start on port ${port}: ${command.program}`);
  }
  return { name: engine.name, endpoint: `http://127.0.0.1:${port}`, pid, close };
}

function chosen(name: string | undefined): TableEngine {
  if (name !== undefined) {
    const engine = engines.find((candidate) => candidate.name === name);
    if (engine === undefined) throw new Error(`TABLE_ENGINE is "${name}"; it may be dynoxide or dynamodb-local.`);
    return engine;
  }
  const [first] = enginesHere();
  const engine = engines.find((candidate) => candidate.name === first);
  if (engine === undefined) {
    throw new Error(
      'Tallyline’s table needs a Java runtime (17 or later) on this machine: please install one, for example OpenJDK.',
    );
  }
  return engine;
}

/** Ends the engine when this process dies without doing so itself: its end closes the watchdog's input. */
function watch(pid: number) {
  return spawn('/bin/sh', ['-c', 'cat; kill "$0"', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}

async function listens(port: number): Promise<boolean> {
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline) {
    if (await connects(port)) return true;
    await after(10);
  }
  return false;
}

async function connects(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return connected;
}
