import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Invoke, invokeAt } from '../../lib/local/invoke.ts';
import { repository } from '../../lib/local/repository.ts';
import { World } from './world.ts';

const samples = globSync('events/*.json', { cwd: repository }).map((file) => basename(file, '.json'));

let world: World;
let invoke: Invoke;
beforeAll(async () => {
  world = await World.start();
  invoke = invokeAt(world.platform.stack.lambdaUrl, 'tallyline-dev-');
});
afterAll(() => world?.close());

// Guarantee: every sample can be given to its deployed bundle: what it names is not there, and that is said, not stumbled over.
test.each(samples)('events/%s.json', async (sample) => {
  const event = JSON.parse(readFileSync(`${repository}/events/${sample}.json`, 'utf8'));
  const answer = await invoke(sample.split('.')[0] ?? '', event);
  const { statusCode = 200 } = (answer ?? {}) as { statusCode?: number };
  expect(statusCode).toBeLessThan(500);
});

// Guarantee: the README's way to invoke a function by hand works beside a running platform.
test('npx serverless invoke local', async () => {
  const args = ['serverless', 'invoke', 'local', '-f', 'account', '-p', 'events/account.list-accounts.json'];
  const { stdout } = await promisify(execFile)('npx', args, {
    cwd: repository,
    env: { ...process.env, TALLYLINE_DIRECTORY: world.directory },
  });
  expect(stdout).toContain('"statusCode": 401'); // the sample's account is nobody's
});
