import { AsyncLocalStorage } from 'node:async_hooks';
import { type AttributeValue, BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type IndexKey, itemBytes, readUnits, type Units, type WireItem, writeUnits } from './capacity.ts';

type Key = { readonly PK: AttributeValue; readonly SK: AttributeValue };
type Action = { readonly Item?: WireItem; readonly Key?: Key };
type Request = Action & {
  readonly ConsistentRead?: boolean;
  readonly TransactItems?: readonly Readonly<Record<string, Action>>[];
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly Key[]; readonly ConsistentRead?: boolean }>
  >;
};
type QueryOutput = {
  readonly Items?: readonly Record<string, unknown>[];
  readonly Count?: number;
  readonly ScannedCount?: number;
};
type Images = (keys: readonly Key[]) => Promise<(WireItem | undefined)[]>;

/** Counts what a piece of work uses of the table. */
export type UnitsMeter = {
  /** Does the work; the units are its own, whatever else runs meanwhile. */
  readonly during: <Result>(work: () => Promise<Result>) => Promise<{ readonly result: Result; readonly units: Units }>;
};

/**
 * Counts, in the SDK's own middleware, the capacity units that the platform's table client uses; local engines count
 * differently. Images of items are read by a client of its own, which is not counted.
 */
export async function meterUnits(): Promise<UnitsMeter> {
  const { documents, table } = await import('../../../lib/store/table.ts');
  const indexes = Object.values(table.indexes).map(
    ({ partitionKey, sortKey }): IndexKey => ({ partition: partitionKey.name, sort: sortKey.name }),
  );
  const images = imagesOf(table.getName());
  const counted = new AsyncLocalStorage<{ write: number; read: number }>();
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      const tally = counted.getStore();
      if (tally === undefined) return next(args);
      const { body } = args.request as { body: string | Uint8Array };
      const request: Request = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
      const command = String(context['commandName']);
      const written = actionsOf(command, request);
      const before = await images(written.map(keyOf));
      // A refused write costs as much as one that changes nothing.
      let after = before;
      try {
        const result = await next(args);
        after = await images(written.map(keyOf));
        tally.read += await readsOf(command, request, result.output as QueryOutput, images);
        return result;
      } finally {
        const isTransactional = command === 'TransactWriteItemsCommand';
        for (const index of written.keys())
          tally.write += writeUnits(before[index], after[index], { isTransactional, indexes });
      }
    },
    { step: 'finalizeRequest', priority: 'low', name: 'units' },
  );
  return {
    async during(work) {
      const units = { write: 0, read: 0 };
      return { result: await counted.run(units, work), units };
    },
  };
}

const reads = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand']);
const writes = new Set(['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand']);

/** What a request writes or checks, item by item. */
function actionsOf(command: string, { TransactItems, ...single }: Request): readonly Action[] {
  if (reads.has(command)) return [];
  if (writes.has(command)) return [single];
  if (command !== 'TransactWriteItemsCommand') throw new Error(`The units of ${command} are not known.`);
  return (TransactItems ?? []).flatMap((item) => Object.values(item));
}

function keyOf({ Item, Key }: Action): Key {
  if (Key !== undefined) return Key;
  if (Item?.['PK'] === undefined || Item['SK'] === undefined) throw new Error('A write without a key.');
  return { PK: Item['PK'], SK: Item['SK'] };
}

/** The read units of a request: each item by itself, but a query's together. */
async function readsOf(command: string, request: Request, output: QueryOutput, images: Images): Promise<number> {
  if (command === 'QueryCommand') {
    if (output.Count !== output.ScannedCount) throw new Error('A query hides what it has read.');
    const bytes = (output.Items ?? []).reduce((total, item) => total + itemBytes(marshall(item)), 0);
    return readUnits(bytes, request.ConsistentRead === true);
  }
  const asked = request.RequestItems === undefined ? [request] : Object.values(request.RequestItems);
  if (!reads.has(command)) return 0;
  let units = 0;
  for (const { Keys, Key, ConsistentRead } of asked as readonly (Request & { Keys?: readonly Key[] })[]) {
    for (const image of await images(Keys ?? (Key === undefined ? [] : [Key])))
      units += readUnits(image === undefined ? 0 : itemBytes(image), ConsistentRead === true);
  }
  return units;
}

/** Reads items as they are now, in the order of their keys. */
function imagesOf(tableName: string): Images {
  const client = new DynamoDBClient({});
  return async (keys) => {
    const found = new Map<string, WireItem>();
    const distinct = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
    for (let at = 0; at < distinct.length; at += 100) {
      const Keys = distinct.slice(at, at + 100).map(({ PK, SK }) => ({ PK, SK }));
      const request = new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } });
      const { Responses } = await client.send(request);
      for (const item of Responses?.[tableName] ?? []) found.set(nameOf(item), item);
    }
    return keys.map((key) => found.get(nameOf(key)));
  };
}

const nameOf = ({ PK, SK }: Partial<Key>): string => `${PK?.S} ${SK?.S}`;
