import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { credentials, region } from './aws.ts';
import type { RunningEngine } from './table-engine.ts';

const variable = 'SHARED_TABLE_ENGINE';
const Shared = z.object({
  name: z.enum(['dynoxide', 'dynamodb-local']),
  endpoint: z.string(),
  pid: z.number(),
});

/** Lets the tables of processes that are started from now on live in an engine that runs already. */
export function shareEngine({ name, endpoint, pid }: RunningEngine): void {
  process.env[variable] = JSON.stringify({ name, endpoint, pid });
}

/** The engine that this process shares with others, whose `close` takes away the one table; undefined: it has its own. */
export function sharedEngine(tableName: string): RunningEngine | undefined {
  const shared = process.env[variable];
  if (shared === undefined) return undefined;
  const engine = Shared.parse(JSON.parse(shared));
  return { ...engine, close: () => deleteTable(engine.endpoint, tableName) };
}

async function deleteTable(endpoint: string, TableName: string): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
}
