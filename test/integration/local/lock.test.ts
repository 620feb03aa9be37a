import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { DirectoryInUse, lock } from '../../../lib/local/lock.ts';
import { repository } from '../../../lib/local/repository.ts';

const directory = mkdtempSync(join(tmpdir(), 'tallyline-lock-'));
const file = join(directory, 'lock');
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const script = `
import { lock } from ${JSON.stringify(join(repository, 'lib/local/lock.ts'))};
process.stdin.resume();
try { lock(process.argv[1]); console.log('held'); } catch (error) { console.log(error.message); process.exit(1); }
`;

/** A process that wants the directory, and what it says: that it holds it, or why not. */
async function wants(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

// Guarantee: of any number that start on one directory at once exactly one has it, the others are told whose process it is; what a
// killed one has left holds nobody up.
test('one at a time', async () => {
  for (let round = 1; round <= 2; round += 1) {
    const all = await Promise.all(Array.from({ length: 5 }, wants));
    const holders = all.filter(({ said }) => said === 'held');
    expect(holders).toHaveLength(1);
    const [holder] = holders;
    for (const { said } of all.filter((each) => each !== holder))
      expect(said).toContain(`${directory}, or is still stopping (process ${holder?.child.pid})`);
    expect(readdirSync(directory)).toEqual(['lock']);
    const ended = once(holder?.child as ChildProcess, 'exit');
    holder?.child.kill('SIGKILL');
    await ended;
    expect(existsSync(file)).toBe(true);
  }
});

// Guarantee: a lock is its process's, not its id's: who has that id later, after a restart of a container for instance, holds nothing.
test('another process with the same id', () => {
  for (const left of [JSON.stringify({ pid: process.pid, startedAt: 'before' }), String(process.pid), '']) {
    writeFileSync(file, left);
    const { release } = lock(directory);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(() => lock(directory)).toThrow(DirectoryInUse);
    release();
    expect(readdirSync(directory)).toEqual([]);
  }
});
