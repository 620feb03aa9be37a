import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../environment/environment.ts';
import { boundsOf, type Cursor, type Page, type Place, type Read, readPage } from './page.ts';
import { nameOf, readItems } from './read-items.ts';
import { documents } from './table.ts';

/** A page reads at most so many index entries, however few of them match. */
const entriesReadMax = 1_000;
const batchMax = 100;

/** An item as DynamoDB holds it; its entity's formatter makes it the domain's. */
export type StoredItem = Record<string, unknown>;

/** What to list: one partition of one index, a span of creation times [from, to), and where in it. */
export type Listing = Place & {
  readonly index: 'list' | 'to' | 'from';
  readonly partition: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** A page of resources, newest first: the index's keys, then the items. `matches` filters by what the index does not know. */
export const listPage = (
  listing: Listing,
  pageSize: number,
  matches: (item: StoredItem) => boolean = () => true,
): Promise<Page<StoredItem>> =>
  readPage({
    place: listing,
    size: pageSize,
    readMax: entriesReadMax,
    batchMax,
    read: (cursor, limit) => readEntries(listing, cursor, limit),
    matches,
  });

async function readEntries(listing: Listing, cursor: Cursor, limit: number): Promise<Read<StoredItem>> {
  const { keys, isLast } = await readKeys(listing, cursor, limit);
  const found = await readItems(keys);
  return { entries: keys.map((key) => ({ key: key.sortKey, item: found.get(nameOf(key)) })), isLast };
}

/** Where an item lies, and where it stands in the list. */
type ListedKey = { readonly PK: string; readonly SK: string; readonly sortKey: string };

/** The next keys, at most `limit`; `isLast`: no more come after them. */
async function readKeys(
  listing: Listing,
  cursor: Cursor,
  limit: number,
): Promise<{ keys: ListedKey[]; isLast: boolean }> {
  const { index, partition } = listing;
  const sortKey = `${index}SK`;
  const { low, high } = boundsOf(listing, cursor);
  if (low > high) return { keys: [], isLast: true };
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: environment().tableName,
      IndexName: index === 'list' ? 'list' : `list-${index}`,
      KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#pk': `${index}PK`, '#sk': sortKey },
      ExpressionAttributeValues: { ':pk': partition, ':low': low, ':high': high },
      ScanIndexForward: cursor.isBack,
      Limit: limit + 1, // BETWEEN is inclusive: the last item shown comes again.
    }),
  );
  const found = Items.map((item) => ({
    PK: String(item['PK']),
    SK: String(item['SK']),
    sortKey: String(item[sortKey]),
  })).filter((key) => cursor.isIncluded || key.sortKey !== cursor.at);
  return { keys: found.slice(0, limit), isLast: LastEvaluatedKey === undefined && found.length <= limit };
}
