import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type LocalStack, stackVariable } from './plugin.ts';
import type { Ports } from './ports.ts';
import { repository } from './repository.ts';

const { resolve } = createRequire(import.meta.url);

/** The framework could not start; `log` is the file that tells why. */
export class OfflineFailed extends Error {
  constructor(log: string) {
    super(`serverless-offline did not start: ${log} tells why`);
    this.name = 'OfflineFailed';
  }
}

/** Serves the API and the Lambda endpoint with every function of serverless.yml, through serverless-offline. */
export async function startOffline(stack: LocalStack, ports: Ports): Promise<{ close(): Promise<void> }> {
  const log = join(stack.directory, 'functions.log');
  const output = createWriteStream(log, { mode: 0o600 });
  await once(output, 'open');
  const serverless = join(dirname(resolve('serverless/package.json')), 'bin', 'serverless.js');
  const given = [
    '--httpPort',
    ports.api,
    '--lambdaPort',
    ports.lambda,
    '--websocketPort',
    ports.websocket,
    '--albPort',
    ports.alb,
  ];
  const child = spawn(process.execPath, [serverless, 'offline', 'start', '--noSponsor', ...given.map(String)], {
    cwd: repository,
    detached: true, // Ctrl-C reaches the platform only, which ends this in its turn
    stdio: ['ignore', output, output, 'ipc'],
    env: {
      ...process.env,
      ...stack.environment,
      [stackVariable]: JSON.stringify(stack),
      SLS_NOTIFICATIONS_MODE: 'off',
    },
  });
  const exited = once(child, 'exit');
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
    output.close();
  };
  const ready = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
  if (!ready) throw new OfflineFailed(log);
  return { close };
}
