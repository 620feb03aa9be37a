import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import type { Write } from './commit.ts';
import type { StoredItem } from './list.ts';
import { loadCallerIdMapping } from './mapping.ts';
import { resourceAttributes } from './resource.ts';
import { revised, unrevised } from './revision.ts';
import { isSid } from './sid.ts';
import { table } from './table.ts';

/**
 * A number of somebody's own that an account may show as caller id, once who answers there has given the code.
 * `pending` until then, for an hour: it is not shown, and nothing may be called from it.
 */
const CallerIdEntity = new Entity({
  name: 'caller-id',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    /** E.164. */
    phoneNumber: string(),
    friendlyName: string(),
    status: string().enum('pending', 'verified'),
    /** What must be keyed in: six digits. */
    code: string().optional(),
    /** When what is pending is given up, in epoch seconds (TTL). */
    expires: number().optional(),
  }),
});
export type CallerId = FormattedItem<typeof CallerIdEntity>;

/** Reads a caller id by its SID, pending or verified; undefined when there is none. */
export async function loadCallerId(sid: string): Promise<CallerId | undefined> {
  const { Item } = await CallerIdEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** A verified caller id of an account; another's, or one that is pending, is as if it did not exist. */
export async function loadCallerIdOf(accountSid: string, sid: string): Promise<CallerId | undefined> {
  const found = isSid('PN', sid) ? await loadCallerId(sid) : undefined;
  // A phone number's SID begins with the same letters: only a caller id is verified.
  return found?.accountSid === accountSid && found.status === 'verified' ? found : undefined;
}

/** The account's verified caller id of a number, in E.164: it may then call from it (21210). */
export async function loadVerifiedCallerId(accountSid: string, phoneNumber: string): Promise<CallerId | undefined> {
  const mapping = await loadCallerIdMapping(accountSid, phoneNumber);
  return mapping && loadCallerIdOf(accountSid, mapping.resourceSid);
}

/** A caller id as a list read it. */
export const callerIdOf = (stored: StoredItem): CallerId => CallerIdEntity.build(EntityFormatter).format(stored);

/** Puts a caller id that must not exist yet. */
export const putNewCallerId = (callerId: CallerId): Write =>
  CallerIdEntity.build(PutTransaction)
    .item(callerId)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed caller id, on condition that nobody changed it since it was loaded. */
export const putChangedCallerId = (
  loaded: CallerId,
  changes: { readonly [Key in keyof CallerId]?: CallerId[Key] | undefined },
): Write =>
  CallerIdEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Deletes a caller id, on condition that nobody changed it since it was loaded. */
export const deleteCallerIdItem = (loaded: CallerId): Write =>
  CallerIdEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
