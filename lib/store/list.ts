import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { timeKey } from './due.ts';
import { nameOf, readItems } from './read-items.ts';
import { documents } from './table.ts';

/** A page reads at most so many index entries, however few of them match. */
const entriesReadMax = 1_000;
const batchMax = 100;

/** An item as DynamoDB holds it; its entity's formatter makes it the domain's. */
export type StoredItem = Record<string, unknown>;

/** What to list: one partition of one index, a span of creation times [from, to), and where the last page ended. */
export type Listing = {
  readonly index: 'list' | 'to' | 'from';
  readonly partition: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The sort key of the last item already shown. */
  readonly after?: string | undefined;
};

/**
 * A page of resources, newest first: the index's keys, then the items. `matches` filters by what the index does not
 * know; such a page may be short and still have a `next`. Stable under inserts, since a page goes on from a key.
 */
export async function listPage(
  listing: Listing,
  pageSize: number,
  matches: (item: StoredItem) => boolean = () => true,
): Promise<{ items: StoredItem[]; next: string | undefined }> {
  const items: StoredItem[] = [];
  let after = listing.after;
  for (let read = 0; read < entriesReadMax && items.length < pageSize; ) {
    // What the first look did not fill is looked for in full batches: a filter that few match costs 20 requests, not 1,000.
    const limit = read === 0 ? Math.min(pageSize + 1, batchMax) : batchMax;
    const { keys, isLast } = await readKeys({ ...listing, after }, limit);
    read += keys.length;
    const found = await readItems(keys);
    for (const [index, key] of keys.entries()) {
      const item = found.get(nameOf(key));
      after = key.sortKey;
      if (item !== undefined && matches(item)) items.push(item);
      if (items.length < pageSize) continue;
      if (index < keys.length - 1) return { items, next: after };
      return { items, next: isLast ? undefined : await anyAfter(listing, after) };
    }
    if (isLast) return { items, next: undefined };
  }
  return { items, next: after };
}

const anyAfter = async (listing: Listing, after: string | undefined): Promise<string | undefined> =>
  (await readKeys({ ...listing, after }, 1)).keys.length > 0 ? after : undefined;

/** Where an item lies, and where it stands in the list. */
type ListedKey = { readonly PK: string; readonly SK: string; readonly sortKey: string };

/** The next keys, at most `limit`; `isLast`: no more come after them. */
async function readKeys(listing: Listing, limit: number): Promise<{ keys: ListedKey[]; isLast: boolean }> {
  const sortKey = `${listing.index}SK`;
  const low = timeKey(listing.from ?? 0);
  const high = listing.after ?? (listing.to === undefined ? '~' : timeKey(listing.to));
  if (low > high) return { keys: [], isLast: true };
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: environment().tableName,
      IndexName: listing.index === 'list' ? 'list' : `list-${listing.index}`,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#pk': `${listing.index}PK`, '#sk': sortKey },
      ExpressionAttributeValues: { ':pk': listing.partition, ':low': low, ':high': high },
      ScanIndexForward: false,
      Limit: limit + 1, // BETWEEN is inclusive: the last item shown comes again.
    }),
  );
  const found = Items.map((item) => ({
    PK: String(item['PK']),
    SK: String(item['SK']),
    sortKey: String(item[sortKey]),
  })).filter((key) => key.sortKey !== listing.after);
  return { keys: found.slice(0, limit), isLast: LastEvaluatedKey === undefined && found.length <= limit };
}
