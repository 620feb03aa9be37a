import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../../lib/local/repository.ts';
import { readService } from '../../lib/local/service.ts';
import { bundle } from './bundle.ts';
import { coldStarts } from './cold-start.ts';

const rounds = 9;
const aim = 1.5;

/** One function's weight; `ratio` is its cold start beside the bare handler's. */
type Weight = {
  readonly name: string;
  readonly kilobytes: number;
  readonly gzippedKilobytes: number;
  readonly coldStartMilliseconds: number;
  readonly ratio: number;
};

const folder = await mkdtemp(join(tmpdir(), 'tallyline-bench-'));
try {
  const weights = await weigh(folder);
  print(weights);
  await writeFile(
    join(repository, 'bench.json'),
    `${JSON.stringify({ node: process.version, rounds, aim, weights }, null, 2)}\n`,
  );
} finally {
  await rm(folder, { recursive: true });
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

function print(weights: readonly Weight[]): void {
  const row = (cells: readonly string[]) =>
    `${(cells[0] ?? '').padEnd(18)}${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}\n`;
  process.stdout.write(row(['function', 'KB', 'KB gzipped', 'load ms', '× bare']));
  for (const { name, kilobytes, gzippedKilobytes, coldStartMilliseconds, ratio } of weights) {
    const over = ratio > aim ? ` over ${aim}` : '';
    process.stdout.write(
      `${row([
        name,
        String(kilobytes),
        String(gzippedKilobytes),
        coldStartMilliseconds.toFixed(1),
        ratio.toFixed(2),
      ]).trimEnd()}${over}\n`,
    );
  }
}
