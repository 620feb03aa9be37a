import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { isAlive, textOf } from './platform-file.ts';

/** Another platform runs in the directory already. */
export class DirectoryInUse extends Error {
  constructor(directory: string, pid: number) {
    super(
      `A platform runs already in ${directory}, or is still stopping (process ${pid}). Stop it, or give this one another --directory and --port.`,
    );
    this.name = 'DirectoryInUse';
  }
}

/** Who holds a directory. `startedAt` tells a process from a later one with its id, in a container for instance; '' where nobody knows. */
const Holder = z.object({ pid: z.int().check(z.positive()), startedAt: z.string() });
type Holder = z.infer<typeof Holder>;

/** Makes a directory this process's own, until `release`. Throws DirectoryInUse while another living process has it. */
export function lock(directory: string): { release: () => void } {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const own = `${file}.${process.pid}`;
  const holder: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
  writeFileSync(own, JSON.stringify(holder));
  try {
    // A link is there whole, or not at all.
    while (failedWith('EEXIST', () => linkSync(own, file))) {
      const other = holderOf(file);
      if (other !== undefined && isRunning(other)) throw new DirectoryInUse(directory, other.pid);
      takeAway(file, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release); // a start that is broken off
  return {
    release() {
      process.off('exit', release);
      release();
    },
  };
}

/** Takes away what a process left that was killed; puts it back where another has been quicker, and holds the directory now. */
function takeAway(file: string, aside: string): void {
  if (failedWith('ENOENT', () => renameSync(file, aside))) return;
  const holder = holderOf(aside);
  if (holder !== undefined && isRunning(holder)) failedWith('EEXIST', () => linkSync(aside, file));
  rmSync(aside, { force: true });
}

/** Whether something fails with a code; any other failure is thrown. */
function failedWith(code: string, work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return true;
    throw error;
  }
}

/** Whom a lock file names; undefined where it is gone meanwhile, or names nobody. */
function holderOf(file: string): Holder | undefined {
  const text = textOf(file) ?? '';
  return /^\{.*\}$/.test(text) ? Holder.safeParse(JSON.parse(text)).data : undefined;
}

const isRunning = ({ pid, startedAt }: Holder): boolean => isAlive(pid) && startOf(pid) === startedAt;

/** When a process started, as Linux counts it; '' elsewhere, and where it has ended. */
function startOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''; // the 22nd; the second may have spaces
}
