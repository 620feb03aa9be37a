import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Invoke } from '../../../lib/local/invoke.ts';
import { pollStream } from '../../../lib/local/poll-stream.ts';
import { positionsOf } from '../../../lib/local/positions.ts';
import { startTable } from '../../../lib/local/start-table.ts';
import { enginesHere } from '../../../lib/local/table-engine.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyline-'));
});
afterAll(() => rm(directory, { recursive: true }));

const consumer = {
  functionKey: 'usageStream',
  batchSize: 10,
  bisects: true,
  ageMaxMilliseconds: 3_600_000,
  retriesMax: 100,
  patterns: [{ eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'USE#' }] } } } }],
};

/** Puts usage events between other items, which the consumer must not see. */
async function putUsage(endpoint: string, TableName: string, first: number, count: number): Promise<void> {
  const client = new DynamoDBClient({ endpoint });
  for (let number = first; number < first + count; number += 1) {
    await client.send(new PutItemCommand({ TableName, Item: { PK: { S: 'USE#AC1' }, SK: { S: String(number) } } }));
    await client.send(new PutItemCommand({ TableName, Item: { PK: { S: 'RES#CA1' }, SK: { S: String(number) } } }));
  }
  client.destroy();
}

const fail = (line: string): never => {
  throw new Error(line);
};

const numbersOf = (event: unknown): number[] =>
  (event as { Records: _Record[] }).Records.map((record) => Number(record.dynamodb?.Keys?.['SK']?.S));

// Guarantee: usage that was written just before a kill -9 of everything is brought to its consumer after the restart;
// what was done with comes at most once more, and everything comes in order.
test.each(enginesHere())('on %s nothing is lost by a kill', async (engine) => {
  const place = { engine, directory: await mkdtemp(join(directory, 'table-')) };
  const seen: number[] = [];
  const invoke: Invoke = async (_, event) => {
    seen.push(...numbersOf(event));
  };
  const start = (endpoint: string, tableName: string, invoked: Invoke) =>
    pollStream({
      endpoint,
      tableName,
      consumer,
      invoke: invoked,
      report: fail,
      positions: positionsOf('usageStream', place.directory),
      discard: () => fail('given up'),
    });

  const before = await startTable(place);
  const first = await start(before.endpoint, before.tableName, invoke);
  await putUsage(before.endpoint, before.tableName, 0, 15);
  await first.readToItsEnd();
  expect(seen).toEqual(Array.from({ length: 15 }, (_, number) => number));
  await first.close();
  await putUsage(before.endpoint, before.tableName, 15, 15);
  process.kill(before.pid, 'SIGKILL');
  await before.close();

  await using after = await startTable(place);
  const second = await start(after.endpoint, after.tableName, invoke);
  await putUsage(after.endpoint, after.tableName, 30, 5);
  await second.readToItsEnd();
  await second.close();
  expect(seen).toEqual(Array.from({ length: 35 }, (_, number) => number));
});

// Guarantee: a batch whose consumer dies in the middle comes again.
test('a batch that was not finished comes again after a restart', async () => {
  await using table = await startTable();
  const positions = positionsOf('outboxStream', await mkdtemp(join(directory, 'positions-')));
  const options = { ...table, consumer, positions, report: fail, discard: () => fail('given up') };
  await putUsage(table.endpoint, table.tableName, 0, 3);
  const begun = Promise.withResolvers<void>();
  const killed = Promise.withResolvers<never>();
  const first = await pollStream({
    ...options,
    invoke: () => {
      begun.resolve();
      return killed.promise;
    },
  });
  await begun.promise;
  const closed = first.close();
  killed.reject(new Error('killed'));
  await closed;

  const seen: number[] = [];
  const second = await pollStream({
    ...options,
    invoke: async (_, event) => {
      seen.push(...numbersOf(event));
    },
  });
  await second.readToItsEnd();
  await second.close();
  expect(seen).toEqual([0, 1, 2]);
});
