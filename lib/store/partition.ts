import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import type { StoredItem } from './list.ts';
import { documents } from './table.ts';

/** Every item of a partition as it is stored, whatever it claims to be; with `prefix`, those whose sort key begins with it. */
export async function itemsUnder(partition: string, prefix = ''): Promise<StoredItem[]> {
  const found: StoredItem[] = [];
  for await (const page of pagesUnder(partition, prefix)) found.push(...page);
  return found;
}

/** The same, a page of the table at a time. */
export async function* pagesUnder(partition: string, prefix = ''): AsyncGenerator<StoredItem[]> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: environment().tableName,
      KeyConditionExpression: prefix === '' ? 'PK = :pk' : 'PK = :pk AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':pk': partition, ...(prefix !== '' && { ':prefix': prefix }) },
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages) yield Items ?? [];
}
