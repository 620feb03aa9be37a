import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './platform-file.ts';

/** Another platform runs in the directory already. */
export class DirectoryInUse extends Error {
  constructor(directory: string, pid: number) {
    super(
      `A platform runs already in ${directory} (process ${pid}). Stop it, or give this one another --directory and --port.`,
    );
    this.name = 'DirectoryInUse';
  }
}

/** Makes a directory this process's own, until `release`. Throws DirectoryInUse while another living process has it. */
export function lock(directory: string): { release: () => void } {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const release = () => rmSync(file, { force: true });
      process.once('exit', release); // a start that is broken off
      return {
        release() {
          process.off('exit', release);
          release();
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (isAlive(holder)) throw new DirectoryInUse(directory, holder);
    rmSync(file, { force: true }); // left by a process that was killed
  }
}
