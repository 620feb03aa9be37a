import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ClockReading } from '../carrier/embedded/clock/carrier-clock.ts';
import { timeOf } from '../clock/clock.ts';

/** Writes what the carrier's clock shows to where the functions read it (lib/clock). */
export function writeClockFile(file: string, reading: ClockReading): void {
  const text = reading.kind === 'offset' ? `offset ${reading.milliseconds}` : `stopped ${reading.epochMs}`;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file); // never half a line
}

/** How far the clock of the last start was ahead of real time, so that time never goes back; milliseconds. */
export function offsetBefore(file: string): number {
  if (!existsSync(file)) return 0;
  const real = Date.now();
  return Math.max(0, timeOf(readFileSync(file, 'utf8'), real) - real);
}
