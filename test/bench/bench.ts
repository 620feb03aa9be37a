import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { repository } from '../../lib/local/repository.ts';
import type { Figures, Part } from './part.ts';
import { operationTable, speedTable, weightTable } from './tables.ts';

const run = promisify(execFile);
const aim = 1.5;
const { values } = parseArgs({ options: { accounts: { type: 'string', default: '100' } } });
const accounts = Number(values.accounts);
if (!Number.isInteger(accounts) || accounts < 10) throw new Error('--accounts takes a whole number from 10 on.');

// A table's client lives as long as its process: each part has one of its own.
const weights = await measure('weights');
process.stdout.write(weightTable(weights, aim));
const operations = await measure('operations');
process.stdout.write(operationTable(operations));
const rating = await measure('rating');
const consumer = await measure('consumer');
const statements = [await measure('statements', Math.ceil(accounts / 10)), await measure('statements', accounts)];
process.stdout.write(speedTable(rating, consumer, statements));
const figures = { node: process.version, aim, weights, operations, rating, consumer, statements };
await writeFile(join(repository, 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);

async function measure<Name extends Part>(part: Name, size = 0): Promise<Figures[Name]> {
  process.stderr.write(`measuring ${part}${size === 0 ? '' : ` of ${size}`}\n`);
  const file = join(import.meta.dirname, 'part.ts');
  const { stdout } = await run(process.execPath, [file, part, String(size)], { maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
