import { timeKey } from './due.ts';

/** Where a page lies in a list: behind a key, or up to one and with it, when somebody pages back. Neither: the first page. */
export type Place = { readonly after?: string | undefined; readonly upTo?: string | undefined };

/** A page of a list, in the list's order. */
export type Page<Item> = {
  readonly items: Item[];
  /** The key that the next page comes `after`; undefined: this is the last. */
  readonly next: string | undefined;
  /** The key that the page before goes `upTo`; undefined: this is the first. */
  readonly previous: string | undefined;
};

/** From where to read on: `isBack` against the list's order; the item at `at` is read again where it `isIncluded`. */
export type Cursor = { readonly at: string | undefined; readonly isIncluded: boolean; readonly isBack: boolean };

/** What was read, in the order in which it was; an item that has gone meanwhile is undefined. `isLast`: nothing comes behind it. */
export type Read<Item> = {
  readonly entries: readonly { readonly key: string; readonly item: Item | undefined }[];
  readonly isLast: boolean;
};

type Reading<Item> = {
  readonly place: Place;
  readonly size: number;
  /** At most so many entries are read, however few of them match. */
  readonly readMax: number;
  readonly batchMax: number;
  readonly read: (cursor: Cursor, limit: number) => Promise<Read<Item>>;
  readonly matches: (item: Item) => boolean;
};

/**
 * Reads a page. What no index knows `matches` filters: such a page may be short and still have a next one. A page begins and ends at
 * keys, so paging on and back is stable under inserts, and leads over the same items.
 */
export async function readPage<Item>(reading: Reading<Item>): Promise<Page<Item>> {
  const { after, upTo } = reading.place;
  if (upTo === undefined) {
    const { items, last, following } = await fill(reading, { at: after, isIncluded: false, isBack: false });
    return { items, next: following === undefined ? undefined : last, previous: after };
  }
  const { items, following } = await fill(reading, { at: upTo, isIncluded: true, isBack: true });
  const { entries } = await reading.read({ at: upTo, isIncluded: false, isBack: false }, 1);
  return { items: items.reverse(), next: entries.length > 0 ? upTo : undefined, previous: following };
}

/** Reads until the page is full. `last` is the key of what was read last, `following` of what comes next. */
async function fill<Item>({ size, readMax, batchMax, read, matches }: Reading<Item>, from: Cursor) {
  const items: Item[] = [];
  let cursor = from;
  for (let count = 0; count < readMax; ) {
    // What the first look did not fill is looked for in full batches: a filter that few match costs 20 requests, not 1,000.
    const { entries, isLast } = await read(cursor, count === 0 ? Math.min(size + 1, batchMax) : batchMax);
    count += entries.length;
    for (const { key, item } of entries) {
      if (items.length === size) return { items, last: cursor.at, following: key };
      cursor = { ...cursor, at: key, isIncluded: false };
      if (item !== undefined && matches(item)) items.push(item);
    }
    if (isLast || entries.length === 0) return { items, last: cursor.at, following: undefined };
  }
  const { entries } = await read(cursor, 1);
  return { items, last: cursor.at, following: entries[0]?.key };
}

/** The first and the last key to look between, of a span of times [from, to) in epoch milliseconds, from a cursor on. */
export function boundsOf(span: { from?: number | undefined; to?: number | undefined }, { at, isBack }: Cursor) {
  const first = timeKey(span.from ?? 0);
  const end = span.to === undefined ? '~' : timeKey(span.to);
  return {
    low: isBack && at !== undefined && at > first ? at : first,
    high: !isBack && at !== undefined && at < end ? at : end,
  };
}

/**
 * A page of a list that is all there. `position` is the index of the first item that the key of `place` does not reach: 0 where it has
 * none. Answers the items on which the pages around it begin and end.
 */
export function cutPage<Item>(all: readonly Item[], position: number, place: Place, size: number) {
  const isBack = place.upTo !== undefined;
  const start = isBack ? Math.max(0, position - size) : position;
  const end = isBack ? position : Math.min(all.length, position + size);
  return {
    shown: all.slice(start, end),
    next: end < all.length ? all[end - 1] : undefined,
    previous: start > 0 ? all[start - 1] : undefined,
  };
}
