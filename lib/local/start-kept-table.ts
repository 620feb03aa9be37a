import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createTable } from './create-table.ts';
import { kept } from './kept.ts';
import { readService } from './service.ts';
import { type RunningEngine, startEngine } from './table-engine.ts';

/** The directory's table was made by the other engine, which alone can read it. */
export class OtherEngine extends Error {
  constructor(directory: string, engine: string) {
    super(`The table in ${directory} was made by ${engine}: set TABLE_ENGINE=${engine}, or begin anew with --fresh.`);
    this.name = 'OtherEngine';
  }
}

/** Starts the table's engine on what the directory keeps, and creates the table at the first start. Throws OtherEngine. */
export async function startKeptTable(directory: string, port: number, tableName: string): Promise<RunningEngine> {
  const folder = join(directory, 'table');
  mkdirSync(folder, { recursive: true });
  const { Table } = readService().resources;
  if (Table === undefined) throw new Error('serverless.yml has no resource Table');
  const engine = await startEngine({ directory: folder, port });
  try {
    const before = kept(directory, 'engine.json', () => engine.name);
    if (before !== engine.name) throw new OtherEngine(directory, before);
    await createTable(engine.endpoint, tableName, Table);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}
