import { readFileSync, writeFileSync } from 'node:fs';
import { repository } from '../../lib/local/repository.ts';
import { offeredOperations } from './offered.ts';
import { operations } from './operations.ts';
import { tablePath, withTable } from './table.ts';

/** `npm run operations`: writes the table of operations into the documentation, from the functions' route tables. */
const path = `${repository}/${tablePath}`;
const offered = await offeredOperations();
writeFileSync(path, withTable(readFileSync(path, 'utf8'), offered));
console.info(`${tablePath}: ${offered.length} of ${operations.length} operations`);
