import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import type { StoredItem } from '../store/list.ts';
import { boundsOf, type Cursor, type Page, type Place, type Read, readPage } from '../store/page.ts';
import { documents } from '../store/table.ts';
import { type Exchange, exchangeOf, listPartition, listPartitions, ownerOf } from './exchange.ts';

/** A page reads at most so many exchanges, however few of them match. */
const readMax = 1_000;
const batchMax = 100;

/** Which exchanges: an account's, or one resource's; of a span of times [from, to); and where in it: keys are `<ms>#<resource>#<n>`. */
export type ExchangeListing = Place & {
  readonly accountSid: string;
  readonly resourceSid?: string | undefined;
  /** Only those that failed. */
  readonly isFailed?: boolean | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** Where a page goes on after an exchange. */
export const positionOf = ({ order, resourceSid }: Pick<Exchange, 'order' | 'resourceSid'>): string =>
  order.replace('#', `#${resourceSid}#`);

/**
 * A page of exchanges, newest first. One resource's are a query of its own partition; an account's are the eight
 * partitions of its list merged by time. What no key knows `matches` filters.
 */
export const exchangePage = (
  listing: ExchangeListing,
  size: number,
  matches: (exchange: Exchange) => boolean,
): Promise<Page<Exchange>> =>
  readPage({
    place: listing,
    size,
    readMax,
    batchMax,
    read: (cursor, limit) =>
      listing.resourceSid === undefined
        ? ofAccount(listing, cursor, limit)
        : ofResource(listing, listing.resourceSid, cursor, limit),
    matches,
  });

async function ofResource(
  listing: ExchangeListing,
  resourceSid: string,
  cursor: Cursor,
  limit: number,
): Promise<Read<Exchange>> {
  const at = cursor.at?.replace(`#${resourceSid}#`, '#');
  const { low, high } = boundsOf(listing, { ...cursor, at });
  const { items, isWhole } = await query(
    {
      KeyConditionExpression: 'PK = :pk AND SK BETWEEN :low AND :high',
      ExpressionAttributeValues: {
        ':pk': `EXC#${ownerOf(listing.accountSid, resourceSid)}`,
        ':low': low,
        ':high': high,
      },
      ScanIndexForward: cursor.isBack,
      ConsistentRead: true,
    },
    limit,
  );
  const shown = items.filter(({ SK }) => cursor.isIncluded || SK !== at).map(exchangeOf);
  return {
    entries: shown.slice(0, limit).map((exchange) => ({ key: positionOf(exchange), item: exchange })),
    isLast: isWhole && shown.length <= limit,
  };
}

async function ofAccount(listing: ExchangeListing, cursor: Cursor, limit: number): Promise<Read<Exchange>> {
  const { low, high } = boundsOf(listing, cursor);
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
          ':low': low,
          ':high': high,
        },
        ScanIndexForward: cursor.isBack,
      },
      limit,
    ),
  );
  const found = await Promise.all(queries);
  const keys = found
    .flatMap(({ items }) => items)
    .map((item) => ({ PK: String(item['PK']), SK: String(item['SK']), position: String(item[`${name}SK`]) }))
    .filter(({ position }) => cursor.isIncluded || position !== cursor.at)
    .sort((one, other) => (one.position < other.position === cursor.isBack ? -1 : 1));
  const shown = keys.slice(0, limit);
  const exchanges = await readAll(shown);
  return {
    entries: shown.map((key) => ({ key: key.position, item: exchanges.get(nameOf(key)) })),
    isLast: keys.length <= limit && found.every(({ isWhole }) => isWhole),
  };
}

type Query = Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName' | 'Limit'>;

/** One more than the limit is read, since the last one shown comes again. */
async function query(input: Query, limit: number): Promise<{ items: StoredItem[]; isWhole: boolean }> {
  const values: Record<string, unknown> = input.ExpressionAttributeValues ?? {};
  if (String(values[':low']) > String(values[':high'])) return { items: [], isWhole: true };
  const { tableName: TableName } = environment();
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({ ...input, TableName, Limit: limit + 2 }),
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
