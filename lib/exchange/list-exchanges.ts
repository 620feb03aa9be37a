import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { timeKey } from '../store/due.ts';
import type { StoredItem } from '../store/list.ts';
import { documents } from '../store/table.ts';
import { type Exchange, exchangeOf, listPartition, listPartitions, ownerOf } from './exchange.ts';

/** A page reads at most so many exchanges, however few of them match. */
const readMax = 1_000;
const batchMax = 100;

/** Which exchanges: an account's, or one resource's; of a span of times [from, to); after where the last page ended. */
export type ExchangeListing = {
  readonly accountSid: string;
  readonly resourceSid?: string | undefined;
  /** Only those that failed. */
  readonly isFailed?: boolean | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** `<ms>#<resource>#<n>` of the last one shown. */
  readonly after?: string | undefined;
};

/** Where a page goes on after an exchange. */
export const positionOf = ({ order, resourceSid }: Pick<Exchange, 'order' | 'resourceSid'>): string =>
  order.replace('#', `#${resourceSid}#`);

/**
 * A page of exchanges, newest first. One resource's are a query of its own partition; an account's are the eight
 * partitions of its list merged by time. What no key knows `matches` filters: such a page may be short and have a `next`.
 */
export async function exchangePage(
  listing: ExchangeListing,
  size: number,
  matches: (exchange: Exchange) => boolean,
): Promise<{ exchanges: Exchange[]; next: string | undefined }> {
  const exchanges: Exchange[] = [];
  let after = listing.after;
  for (let read = 0; read < readMax; ) {
    const { entries, isLast } = await newest(
      { ...listing, after },
      read === 0 ? Math.min(size + 1, batchMax) : batchMax,
    );
    read += entries.length;
    for (const { position, exchange } of entries) {
      if (exchanges.length === size) return { exchanges, next: after };
      after = position;
      if (exchange !== undefined && matches(exchange)) exchanges.push(exchange);
    }
    if (isLast || entries.length === 0) return { exchanges, next: undefined };
  }
  return { exchanges, next: after };
}

/** What a query found, newest first; an exchange that expired meanwhile is undefined. */
type Found = {
  readonly entries: readonly { readonly position: string; readonly exchange: Exchange | undefined }[];
  readonly isLast: boolean;
};

const newest = (listing: ExchangeListing, limit: number): Promise<Found> =>
  listing.resourceSid === undefined ? ofAccount(listing, limit) : ofResource(listing, listing.resourceSid, limit);

async function ofResource(listing: ExchangeListing, resourceSid: string, limit: number): Promise<Found> {
  const { accountSid, after } = listing;
  const last = after?.replace(`#${resourceSid}#`, '#');
  const { items, isWhole } = await query(
    {
      KeyConditionExpression: 'PK = :pk AND SK BETWEEN :low AND :high',
      ExpressionAttributeValues: { ':pk': `EXC#${ownerOf(accountSid, resourceSid)}`, ...bounds(listing, last) },
      ConsistentRead: true,
    },
    limit,
  );
  const shown = items.filter(({ SK }) => SK !== last).map(exchangeOf);
  return {
    entries: shown.slice(0, limit).map((exchange) => ({ position: positionOf(exchange), exchange })),
    isLast: isWhole && shown.length <= limit,
  };
}

async function ofAccount(listing: ExchangeListing, limit: number): Promise<Found> {
  const which = listing.isFailed === true ? 'failed' : 'all';
  const name = which === 'all' ? 'list' : 'to';
  const queries = Array.from({ length: listPartitions }, (_, partition) =>
    query(
      {
        IndexName: name === 'list' ? 'list' : 'list-to',
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
        ExpressionAttributeNames: { '#pk': `${name}PK`, '#sk': `${name}SK` },
        ExpressionAttributeValues: {
          ':pk': listPartition(listing.accountSid, which, partition),
          ...bounds(listing, listing.after),
        },
      },
      limit,
    ),
  );
  const found = await Promise.all(queries);
  const keys = found
    .flatMap(({ items }) => items)
    .map((item) => ({ PK: String(item['PK']), SK: String(item['SK']), position: String(item[`${name}SK`]) }))
    .filter(({ position }) => position !== listing.after)
    .sort((one, other) => (one.position < other.position ? 1 : -1));
  const shown = keys.slice(0, limit);
  const exchanges = await readAll(shown);
  return {
    entries: shown.map((key) => ({ position: key.position, exchange: exchanges.get(nameOf(key)) })),
    isLast: keys.length <= limit && found.every(({ isWhole }) => isWhole),
  };
}

const bounds = ({ from, to }: ExchangeListing, after: string | undefined) => ({
  ':low': timeKey(from ?? 0),
  ':high': after ?? (to === undefined ? '~' : timeKey(to)),
});

type Query = Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName' | 'ScanIndexForward' | 'Limit'>;

/** One more than the limit is read, since the last one shown comes again. */
async function query(input: Query, limit: number): Promise<{ items: StoredItem[]; isWhole: boolean }> {
  const values: Record<string, unknown> = input.ExpressionAttributeValues ?? {};
  if (String(values[':low']) > String(values[':high'])) return { items: [], isWhole: true };
  const { tableName: TableName } = environment();
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({ ...input, TableName, ScanIndexForward: false, Limit: limit + 2 }),
  );
  return { items: Items, isWhole: LastEvaluatedKey === undefined };
}

const nameOf = ({ PK, SK }: { readonly PK: unknown; readonly SK: unknown }): string => `${PK} ${SK}`;

async function readAll(keys: readonly { PK: string; SK: string }[]): Promise<Map<string, Exchange>> {
  const { tableName } = environment();
  const found = new Map<string, Exchange>();
  let Keys: Record<string, unknown>[] = keys.map(({ PK, SK }) => ({ PK, SK }));
  while (Keys.length > 0) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({
        RequestItems: { [tableName]: { Keys: Keys.slice(0, batchMax), ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[tableName] ?? []) {
      found.set(nameOf({ PK: item['PK'], SK: item['SK'] }), exchangeOf(item));
    }
    Keys = [...(UnprocessedKeys?.[tableName]?.Keys ?? []), ...Keys.slice(batchMax)];
  }
  return found;
}
