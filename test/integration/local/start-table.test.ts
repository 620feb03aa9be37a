import { DescribeTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { startTable } from '../../../lib/local/start-table.ts';
import { enginesHere } from '../../../lib/local/table-engine.ts';

// Guarantee: on every engine that this machine can run, the table is the one that serverless.yml declares.
test.each(enginesHere())('%s holds the table of serverless.yml, its four indexes and its stream', async (engine) => {
  await using table = await startTable({ engine });
  const client = new DynamoDBClient({});

  const { Table } = await client.send(new DescribeTableCommand({ TableName: table.tableName }));

  expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual([
    'due',
    'list',
    'list-from',
    'list-to',
  ]);
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' });
  await client.send(
    new PutItemCommand({
      TableName: table.tableName,
      Item: { PK: { S: 'RES#CA1' }, SK: { S: 'RES' }, listPK: { S: 'AC1#call' }, listSK: { S: '1' } },
    }),
  );
  const { Items } = await client.send(
    new QueryCommand({
      TableName: table.tableName,
      IndexName: 'list',
      KeyConditionExpression: 'listPK = :list',
      ExpressionAttributeValues: { ':list': { S: 'AC1#call' } },
    }),
  );
  expect(Items).toEqual([{ PK: { S: 'RES#CA1' }, SK: { S: 'RES' }, listPK: { S: 'AC1#call' }, listSK: { S: '1' } }]);
  client.destroy();
});

// Guarantee: an engine that is not known is refused by name, before anything starts.
test('a misspelt engine is refused', async () => {
  process.env['TABLE_ENGINE'] = 'dynamo';
  await expect(startTable()).rejects.toThrow('TABLE_ENGINE is "dynamo"; it may be dynoxide or dynamodb-local.');
  delete process.env['TABLE_ENGINE'];
});
