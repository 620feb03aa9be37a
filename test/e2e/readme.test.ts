import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { repository } from '../../lib/local/repository.ts';
import { type RunningPlatform, startPlatform } from '../../lib/local/start-platform.ts';

const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tallyline-readme-'));

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await startPlatform({ directory: join(folder, '.local'), port: 0 });
});
afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

// Guarantee: a newcomer's first program is the README's, letter by letter, and it prints what the README says.
test('the first call', async () => {
  const [, program = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  expect(program.split('\n').length).toBeLessThan(50); // one screen
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'first-call.mjs'), program);

  const { stdout } = await promisify(execFile)(process.execPath, ['first-call.mjs'], { cwd: folder });

  const [, printed] = /It prints `([^`]+)`/.exec(readme) ?? [];
  expect(stdout.trim()).toBe(printed);
});

// Guarantee: the number that the README dials is the first tenant's, and every script and file that it names is there.
test('what the README names', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  for (const [, name = ''] of readme.matchAll(/npm run ([\w-]+)/g)) expect(scripts).toHaveProperty(name);
  for (const [, number] of readme.matchAll(/-- (?:dial|text) (\+\d+)/g)) {
    expect(platform.tenants[0]?.phoneNumber).toBe(number);
  }
  for (const [, path = ''] of readme.matchAll(/\]\(([\w./-]+)\)/g)) {
    expect(readFileSync(join(repository, path), 'utf8')).not.toBe('');
  }
});

// Guarantee: the table of Lambdas names each of them, and none that is not there.
test('the table of Lambdas', async () => {
  const { readService } = await import('../../lib/local/service.ts');
  const section = readme.slice(readme.indexOf('## What runs where'), readme.indexOf('## Deploy it'));
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(named.sort()).toEqual(Object.keys(readService().functions).sort());
});
