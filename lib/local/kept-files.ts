import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** All that a platform keeps; nothing else in the directory is touched by `fresh`. */
const keptNames = [
  'table',
  'queues',
  'positions',
  'bundles',
  'invoke',
  'clock',
  'functions.log',
  'carrier.json',
  'trust',
];
const keptFiles = [
  'data-key.json',
  'carrier-account.json',
  'enrolment.json',
  'ports.json',
  'engine.json',
  'platform.json',
  'authority.json',
];

/** Begins anew: removes what a platform keeps in its directory. */
export function removeKept(directory: string): void {
  for (const name of [...keptNames, ...keptFiles]) rmSync(join(directory, name), { recursive: true, force: true });
}
