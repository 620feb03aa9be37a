import { readFileSync } from 'node:fs';
import { environment } from '../environment/environment.ts';

/**
 * The time, in epoch milliseconds. Entry points ask it once and hand it on: nothing further in looks at a clock.
 *
 * On one machine the clock can be turned: CLOCK_FILE then holds `offset <ms>` (real time and so much more) or
 * `stopped <epoch ms>`. Deployed, there is no such file and this is the machine's clock.
 */
export function now(): number {
  const { clockFile } = environment();
  return clockFile === undefined ? Date.now() : timeOf(readFileSync(clockFile, 'utf8'), Date.now());
}

/** The machine's own clock, wherever the local one was turned: for what protects the platform itself. */
export const machineTime = (): number => Date.now();

/** The time that a clock file's text tells, `real` being the machine's own. Throws on a text of any other form. */
export function timeOf(text: string, real: number): number {
  const [mode, value, ...rest] = text.trim().split(' ');
  if (rest.length > 0 || value === undefined || !/^-?\d+$/.test(value)) throw new Error(`Unreadable clock: "${text}"`);
  if (mode === 'offset') return real + Number(value);
  if (mode === 'stopped') return Number(value);
  throw new Error(`Unreadable clock: "${text}"`);
}
