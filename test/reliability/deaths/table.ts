import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type Item, ordered } from './portrait.ts';
import type { Table } from './story.ts';

const batchMax = 25;
const nameOf = ({ PK, SK }: Item): string => `${PK} ${SK}`;

/** The table as it is now, to which it comes back before each run of a story. */
export async function tableAsItIs(): Promise<Table> {
  const { documents } = await import('../../../lib/store/table.ts');
  const TableName = process.env['TABLE_NAME'] ?? '';
  const scanned = async (): Promise<Item[]> => {
    const found: Item[] = [];
    const pages = paginateScan({ client: documents }, { TableName, ConsistentRead: true });
    for await (const { Items = [] } of pages) found.push(...Items);
    return found;
  };
  const before = new Map((await scanned()).map((item) => [nameOf(item), item]));
  const isNew = (item: Item): boolean => {
    const was = before.get(nameOf(item));
    return was === undefined || textOf(was) !== textOf(item);
  };
  const items = async () => (await scanned()).filter(isNew);
  const restore = async (then: readonly Item[] = []) => {
    const wanted = new Map([...before, ...then.map((item) => [nameOf(item), item] as const)]);
    const found = new Map((await scanned()).map((item) => [nameOf(item), item]));
    const gone = [...found.values()].filter((item) => !wanted.has(nameOf(item)));
    const changed = [...wanted].filter(([name, item]) => textOf(found.get(name) ?? {}) !== textOf(item));
    const requests = [
      ...gone.map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } })),
      ...changed.map(([, Item]) => ({ PutRequest: { Item } })),
    ];
    for (let first = 0; first < requests.length; first += batchMax) {
      const batch = requests.slice(first, first + batchMax);
      await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: batch } }));
    }
  };
  return { items, restore };
}

const textOf = (item: Item): string => JSON.stringify(ordered(item));
