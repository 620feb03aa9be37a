import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { repository } from '../../lib/local/repository.ts';
import { onPaper } from './on-paper.ts';
import type { Figures, Part } from './part.ts';
import type { StatementSpeed } from './statements.ts';
import { operationTable, paperTable, speedTable, weightTable } from './tables.ts';

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
// Growth is told where starting up is a small part of what is measured.
const sizes = accounts < 1_000 ? [accounts] : [accounts / 10, accounts];
const statements: StatementSpeed[] = [];
if (accounts >= 1_000 && process.env['TABLE_ENGINE'] !== 'dynamodb-local')
  process.stderr.write(
    "dynoxide's writes slow down with the items it holds: TABLE_ENGINE=dynamodb-local is for sizes.\n",
  );
for (const size of sizes) statements.push(await measure('statements', Math.ceil(size)));
process.stdout.write(speedTable(rating, consumer, statements));
const last = statements.at(-1);
const paper = last && onPaper(operations, last);
if (paper !== undefined) process.stdout.write(paperTable(paper));
const figures = { node: process.version, aim, weights, operations, rating, consumer, statements, paper };
await writeFile(join(repository, 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);

async function measure<Name extends Part>(part: Name, size = 0): Promise<Figures[Name]> {
  process.stderr.write(`measuring ${part}${size === 0 ? '' : ` of ${size}`}\n`);
  const file = join(import.meta.dirname, 'part.ts');
  // Its progress is shown as it comes.
  const child = spawn(process.execPath, [file, part, String(size)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`Measuring ${part} ended with ${code}.`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
