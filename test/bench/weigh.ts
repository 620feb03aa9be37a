import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../lib/local/repository.ts';
import { readService } from '../../lib/local/service.ts';
import { bundle } from './bundle.ts';
import { coldStarts } from './cold-start.ts';

const rounds = 9;

/** One function's weight; `ratio` is its cold start beside the bare handler's. */
export type Weight = {
  readonly name: string;
  readonly kilobytes: number;
  readonly gzippedKilobytes: number;
  readonly coldStartMilliseconds: number;
  readonly ratio: number;
};

/** Bundles every function of serverless.yml and a bare one, and loads each. */
export async function weighFunctions(): Promise<Weight[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tallyline-bench-'));
  try {
    return await weigh(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function weigh(folder: string): Promise<Weight[]> {
  const entries = Object.entries(readService().functions).map(
    ([name, { handler }]) => [name, join(repository, handler.replace(/\.handler$/, '.ts'))] as const,
  );
  const bundles = [];
  for (const [name, entry] of [['bare', join(import.meta.dirname, 'bare-handler.ts')] as const, ...entries]) {
    process.stderr.write(`bundling ${name}\n`);
    bundles.push(await bundle(name, entry, folder));
  }
  process.stderr.write(`loading each ${rounds} times\n`);
  const times = await coldStarts(
    bundles.map(({ file }) => file),
    rounds,
  );
  const bare = times[0] ?? Number.NaN;
  return bundles.map(({ name, bytes, gzippedBytes }, index) => ({
    name,
    kilobytes: Math.round(bytes / 1024),
    gzippedKilobytes: Math.round(gzippedBytes / 1024),
    coldStartMilliseconds: rounded(times[index] ?? Number.NaN),
    ratio: rounded((times[index] ?? Number.NaN) / bare),
  }));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
