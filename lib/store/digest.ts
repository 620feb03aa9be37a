import { canonicalJson, sha256 } from '../statement/canonical.ts';
import type { Write } from './commit.ts';
import type { StoredItem } from './list.ts';

/**
 * The digest of an item that must never change: of its keys and all its attributes but `digest` itself, whatever kind of
 * item it is. A byte changed anywhere in it, its digest included, is found by looking at the item alone.
 */
export function digestOf(item: StoredItem): string {
  const attributes = Object.entries(item).filter(([name]) => name !== 'digest');
  return sha256(canonicalJson(Object.fromEntries(attributes.map(([name, value]) => [name, String(value)]))));
}

/** The digest of what a put would write. */
export function digestOfPut(put: Write): string {
  const { Put } = put.params() as { readonly Put?: { readonly Item: StoredItem } };
  if (Put === undefined) throw new TypeError('Only a put has a whole item.');
  return digestOf(Put.Item);
}

/** Whether an item is what was put. */
export const isAsPut = (item: StoredItem): boolean => item['digest'] === digestOf(item);
