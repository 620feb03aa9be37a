import type { Entity } from 'dynamodb-toolbox/entity';
import type { PutItemInput } from 'dynamodb-toolbox/entity/actions/put';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { canonicalJson, sha256 } from '../statement/canonical.ts';
import type { StoredItem } from './list.ts';

/**
 * The digest of an item that must never change: of its keys and all its attributes but `digest` itself, whatever kind of
 * item it is. A byte changed anywhere in it, its digest included, is found by looking at the item alone.
 */
export function digestOf(item: StoredItem): string {
  const attributes = Object.entries(item).filter(([name]) => name !== 'digest');
  return sha256(canonicalJson(Object.fromEntries(attributes.map(([name, value]) => [name, String(value)]))));
}

/** Puts an item with its digest. That it must not be there yet is the caller's condition. */
export function putDigested<Kind extends Entity>(kind: Kind, whole: PutItemInput<Kind>): PutTransaction<Kind> {
  const put = new PutTransaction<Kind>(kind);
  const { Item } = put.item(whole).params().Put ?? {};
  return put.item({ ...whole, digest: digestOf(Item ?? {}) });
}

/** Whether an item is what was put. */
export const isAsPut = (item: StoredItem): boolean => item['digest'] === digestOf(item);
