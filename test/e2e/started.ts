import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { type Platform, readPlatform } from '../../lib/local/platform-file.ts';
import { repository } from '../../lib/local/repository.ts';
import { eventually } from '../eventually.ts';

/** A platform in a process of its own, as `npm start` runs it. */
export type Started = {
  readonly platform: Platform;
  /** What it has printed. */
  readonly output: () => string;
  /** Stops the pollers, the carrier and the queues where they are; the functions and the table go on. */
  freeze(): void;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
};

const patienceMilliseconds = 90_000;

/** Runs what `npm start` runs, and waits until it is up. Throws with its output when it ends instead. */
export async function start({ directory, port }: { directory: string; port: number }): Promise<Started> {
  const { child, output, exited } = run(['--port', String(port), '--directory', directory]);
  const platform = await eventually(
    'the platform',
    () => {
      if (child.exitCode !== null) throw new Error(`It ended instead: ${output()}`);
      const found = readPlatform(directory);
      return found?.pid === child.pid ? found : undefined;
    },
    patienceMilliseconds,
  );
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  return {
    platform,
    output,
    freeze: () => void child.kill('SIGSTOP'),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGINT'),
  };
}

/** Runs what `npm start` runs, with any arguments, to its end. */
export async function startToItsEnd(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { output, exited } = run(args);
  return { code: await exited, output: output() };
}

function run(args: readonly string[]): { child: ChildProcess; output: () => string; exited: Promise<number | null> } {
  const child = spawn(process.execPath, ['lib/local/start.ts', ...args], { cwd: repository, stdio: 'pipe' });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(String(chunk)));
  return { child, output: () => chunks.join(''), exited: once(child, 'close').then(([code]) => code) };
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
