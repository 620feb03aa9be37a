import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { documents } from './table.ts';

const batchMax = 100;

type Key = { readonly PK: unknown; readonly SK: unknown };

/** A key as the name under which `readItems` answers its item. */
export const nameOf = ({ PK, SK }: Key): string => `${PK} ${SK}`;

/** The items that are under keys, by `nameOf` their key; those that are not there are not answered. Read consistently, 100 at a time. */
export async function readItems(keys: readonly Key[]): Promise<Map<string, Record<string, unknown>>> {
  const TableName = environment().tableName;
  const found = new Map<string, Record<string, unknown>>();
  // The table refuses a key that is asked for twice.
  const distinct = new Map(keys.map(({ PK, SK }) => [nameOf({ PK, SK }), { PK, SK }]));
  let Keys: Record<string, unknown>[] = [...distinct.values()];
  while (Keys.length > 0) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: Keys.slice(0, batchMax), ConsistentRead: true } } }),
    );
    for (const item of Responses?.[TableName] ?? []) found.set(nameOf({ PK: item['PK'], SK: item['SK'] }), item);
    Keys = [...(UnprocessedKeys?.[TableName]?.Keys ?? []), ...Keys.slice(batchMax)];
  }
  return found;
}
