import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { eventually } from '../eventually.ts';
import { freePort, type Started, start, startToItsEnd } from './started.ts';

const directories = ['one', 'two'].map((name) => mkdtempSync(join(tmpdir(), `tallyline-${name}-`))) as [string, string];
const started: Started[] = [];
const stranger = createServer();
afterAll(async () => {
  stranger.close();
  for (const platform of started) await platform.stop();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Waits until no process is left that was started for a directory. */
const allGone = (directory: string): Promise<boolean> =>
  eventually('its processes to be gone', () => processesOf(directory).length === 0);

/** The processes that were started for a directory, by their command line or environment. */
function processesOf(directory: string): string[] {
  return globSync('/proc/[0-9]*/{cmdline,environ}').filter((file) => {
    try {
      return !file.startsWith(`/proc/${process.pid}/`) && readFileSync(file, 'utf8').includes(directory);
    } catch {
      return false; // another user's, or gone meanwhile
    }
  });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

// Guarantee: a taken port is named, with what to do, and nothing stays behind.
test('the port is taken', async () => {
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;

  const { code, output } = await startToItsEnd(['--port', String(port), '--directory', directories[0]]);

  expect(code).toBe(1);
  expect(output).toContain(`Port ${port} is taken`);
  expect(output).toContain('--port');
  expect(output.trim().split('\n')).toHaveLength(1);
  await allGone(directories[0]);
});

// Guarantee: what is misspelt is named.
test.each([[['--prot', '4000']], [['--port', 'many']], [['--port', '70000']]])('%j', async (args) => {
  const { code, output } = await startToItsEnd(args);
  expect(code).toBe(1);
  expect(output).toContain(args[0]);
});

// Guarantee: two platforms run side by side, each with its own accounts; Ctrl-C ends all that one has started, and nothing of it
// is left, while the other goes on.
test('two platforms side by side, and their end', async () => {
  const [one, two] = await Promise.all(
    directories.map(async (directory) => {
      const platform = await start({ directory, port: await freePort() });
      started.push(platform);
      return platform;
    }),
  );
  if (one === undefined || two === undefined) throw new Error('Two were started');
  const urls = ({ platform }: Started) => [platform.platform.url, platform.carrier.url, platform.stack.lambdaUrl];
  expect(new Set([...urls(one), ...urls(two)]).size).toBe(6);
  expect(one.platform.operator.accountSid).not.toBe(two.platform.operator.accountSid);
  // The file is there a moment before the last lines are printed.
  await eventually('the platform’s URL', () => one.output().includes(one.platform.platform.url));

  const refused = await startToItsEnd(['--port', '0', '--directory', directories[0]]);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(`(process ${one.platform.pid})`) });
  expect(refused.output).toContain(directories[0]);

  expect(await one.stop()).toBe(0);
  expect(existsSync(join(directories[0], 'platform.json'))).toBe(false);
  await allGone(directories[0]);
  expect(await Promise.all(urls(one).map(answers))).toEqual([false, false, false]);
  expect(await Promise.all(urls(two).map(answers))).toEqual([true, true, true]);

  expect(await two.stop()).toBe(0);
  await allGone(directories[1]);
});
