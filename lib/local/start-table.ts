import { sdkEnvironment } from './aws.ts';
import { createTable } from './create-table.ts';
import type { TableEngine } from './engine.ts';
import { readService } from './service.ts';
import { type RunningEngine, startEngine } from './table-engine.ts';

/**
 * Starts a table engine with Tallyline's one table in it, created from serverless.yml's own resource.
 *
 * It sets what bare SDK clients and lib/environment read (TABLE_NAME, AWS_ENDPOINT_URL_DYNAMODB, credentials, region) in
 * `process.env`, so a test starts its table before it imports a function. `await using table = await startTable()`.
 *
 * @param options.engine default: TABLE_ENGINE, else the first that this machine can run
 * @param options.directory where the table is kept; default: in memory
 */
export async function startTable(
  options: { readonly engine?: TableEngine['name']; readonly directory?: string } = {},
): Promise<RunningEngine & { readonly tableName: string } & AsyncDisposable> {
  const { name, resources } = readService();
  const { Table } = resources;
  if (Table === undefined) throw new Error('serverless.yml has no resource Table');
  const engine = await startEngine(options);
  const tableName = `${name}-test`;
  try {
    await createTable(engine.endpoint, tableName, Table);
  } catch (error) {
    await engine.close();
    throw error;
  }
  Object.assign(process.env, {
    TABLE_NAME: tableName,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    ...sdkEnvironment,
  });
  return { ...engine, tableName, [Symbol.asyncDispose]: engine.close };
}
