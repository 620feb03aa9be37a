import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../environment/environment.ts';

/** The SDK's client, for what the document client hides (and for tests, which inject faults into its middleware). */
export const dynamo = new DynamoDBClient({});

/** Whole numbers beyond 2^53 arrive as bigint, all others as number; the schemas of money make bigint of both. */
export const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });

/** The one table. Its keys and what lies under them: the table's page in the documentation, its schema in serverless.yml. */
export const table = new Table({
  name: () => environment().tableName,
  documentClient: documents,
  partitionKey: { name: 'PK', type: 'string' },
  sortKey: { name: 'SK', type: 'string' },
  entityAttributeSavedAs: 'entity',
  indexes: {
    list: index('list'),
    'list-to': index('to'), // "to" would be too short: an index's name has three characters at least
    'list-from': index('from'),
    due: index('due'),
  },
});

function index<Name extends string>(name: Name) {
  return {
    type: 'global',
    partitionKey: { name: `${name}PK`, type: 'string' },
    sortKey: { name: `${name}SK`, type: 'string' },
  } as const;
}
