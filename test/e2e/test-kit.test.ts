import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../lib/local/repository.ts';
import { type RunningPlatform, startPlatform } from '../../lib/local/start-platform.ts';
import { runProgram, succeeds } from './sdk/run-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallyline-test-kit-'));
const directory = join(folder, '.local');

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ directory, port: 0 });
  cpSync(join(repository, 'docs', 'test-kit'), folder, { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a suite as a tenant's developer does, in a folder of its own. */
const run = (suite: string, ...command: string[]) => {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  const twilio = join(repository, 'lib', 'local', 'twilio.ts');
  return runProgram([process.execPath, twilio, '--directory', directory, ...command], {
    cwd: join(folder, suite),
    env: { ...environment, INIT_CWD: join(folder, suite) },
  });
};

// Guarantee: a tenant's developer tests a program with node:test and the simulated phones as the guide says, once and again.
test('the suite in TypeScript', async () => {
  for (let time = 1; time <= 2; time += 1) {
    const { code, output } = await run('typescript', 'node', '--test', '--test-reporter=tap');
    expect([code, /^# pass \d+$/m.exec(output)?.[0], output]).toEqual([0, '# pass 5', expect.any(String)]);
  }
});

// Guarantee: and so in Python, with nothing but its standard library.
test('the suite in Python', async () => {
  if (!(await succeeds(['python3', '--version']))) return console.log('docs/test-kit: Python skipped, there is none');
  for (let time = 1; time <= 2; time += 1) {
    const { code, complaints } = await run('python', 'python3', '-m', 'unittest');
    expect([code, complaints]).toEqual([0, expect.stringMatching(/Ran 5 tests in .*\n\nOK\n$/)]);
  }
  console.log('docs/test-kit: Python ran');
});
