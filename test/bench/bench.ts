import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { repository } from '../../lib/local/repository.ts';
import { enginesHere } from '../../lib/local/table-engine.ts';
import { engineFor } from './engine-for.ts';
import { onPaper } from './on-paper.ts';
import type { Figures, Part } from './part.ts';
import type { StatementSpeed } from './statements.ts';
import { carrierTable, operationTable, paperTable, speedTable, useCaseTable, weightTable } from './tables.ts';

const aim = 1.5;
const help = `npm run bench -- [--accounts N | --lines N]

Measures sizes and cold starts of the functions, capacity units and CPU of the operations, and how much one core rates, consumes,
bills and carries. Prints tables and writes bench.json.

  --accounts N  how many accounts are billed (100). From 1,000 on N / 10 are billed first, so that growth is told; dynamodb-local
                is the table engine then if there is Java, since each write of dynoxide takes longer the more items it holds.
                TABLE_ENGINE chooses otherwise.
  --lines N     measures only what one account with so many ledger lines in a month needs: CPU, memory and bytes of each step.
`;
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100' },
    lines: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
} else if (!/^[1-9]\d{1,7}$/.test(values.accounts)) {
  process.stderr.write('--accounts takes a whole number from 10 on; --help says more.\n');
  process.exitCode = 2;
} else if (values.lines !== undefined) {
  await measureLargeAccount(Number(values.lines));
} else {
  await measureAll(Number(values.accounts));
}

async function measureAll(accounts: number): Promise<void> {
  const weights = await measure('weights');
  process.stdout.write(weightTable(weights, aim));
  const operations = await measure('operations');
  process.stdout.write(operationTable(operations));
  const useCases = await measure('useCases');
  process.stdout.write(useCaseTable(useCases));
  const carrier = await measure('carrier');
  process.stdout.write(carrierTable(carrier));
  const rating = await measure('rating');
  const consumer = await measure('consumer');
  const statements = await measureStatements(accounts);
  process.stdout.write(speedTable(rating, consumer, statements));
  const last = statements.at(-1);
  const paper = last && onPaper(operations, last);
  if (paper !== undefined) process.stdout.write(paperTable(paper));
  const measured = { weights, operations, useCases, carrier, rating, consumer, statements };
  const figures = { node: process.version, aim, ...measured, paper };
  await writeFile(join(repository, 'bench.json'), `${JSON.stringify(figures, null, 2)}\n`);
}

/** With memory collected before each step, so that what it needs itself is told. */
async function measureLargeAccount(lines: number): Promise<void> {
  const engine = engineFor(lines, process.env['TABLE_ENGINE'], enginesHere());
  const variables = { NODE_OPTIONS: '--expose-gc', ...(engine !== undefined && { TABLE_ENGINE: engine }) };
  const { steps } = await measure('largeAccount', lines, variables);
  console.table(steps);
}

/** Growth is told where starting up is a small part of what is measured. */
async function measureStatements(accounts: number): Promise<StatementSpeed[]> {
  const engine = engineFor(accounts, process.env['TABLE_ENGINE'], enginesHere());
  if (accounts >= 1_000) process.stderr.write(`the table engine of ${accounts} accounts: ${engine ?? 'dynoxide'}\n`);
  const statements: StatementSpeed[] = [];
  for (const size of accounts < 1_000 ? [accounts] : [Math.ceil(accounts / 10), accounts])
    statements.push(await measure('statements', size, engine === undefined ? {} : { TABLE_ENGINE: engine }));
  return statements;
}

/** A table's client lives as long as its process: each part has one of its own. */
async function measure<Name extends Part>(
  part: Name,
  size = 0,
  variables: Readonly<Record<string, string>> = {},
): Promise<Figures[Name]> {
  process.stderr.write(`measuring ${part}${size === 0 ? '' : ` of ${size}`}\n`);
  const file = join(import.meta.dirname, 'part.ts');
  // Its progress is shown as it comes.
  const child = spawn(process.execPath, [file, part, String(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`Measuring ${part} ended with ${code}.`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
