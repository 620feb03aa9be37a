import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Write } from '../../lib/store/commit.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { revised, unrevised } from '../../lib/store/revision.ts';
import { table } from '../../lib/store/table.ts';
import { callSchema } from './call.ts';

/** How calls are stored. */
export const CallEntity = new Entity({ name: 'call', table, timestamps: false, schema: callSchema });

export type Call = FormattedItem<typeof CallEntity>;
export type NewCall = InputItem<typeof CallEntity>;
/** What a transition changes; `undefined` takes an attribute away. */
export type CallChanges = { readonly [Key in keyof Call]?: Call[Key] | undefined };

/** Reads a call by its SID; undefined when there is none. */
export async function loadCall(sid: string): Promise<Call | undefined> {
  const { Item } = await CallEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** Reads a call of an account; another account's, or a deleted one, is as if it did not exist. */
export async function loadCallOf(accountSid: string, sid: string): Promise<Call | undefined> {
  const call = await loadCall(sid);
  return call?.accountSid === accountSid && call.deletedAt === undefined ? call : undefined;
}

/** A call as a list read it. */
export const callOf = (stored: StoredItem): Call => CallEntity.build(EntityFormatter).format(stored);

/** Puts a call that must not exist yet. */
export const putNewCall = (call: NewCall): Write =>
  CallEntity.build(PutTransaction)
    .item(call)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed call, on condition that nobody changed it since it was loaded. */
export const putChangedCall = (loaded: Call, changes: CallChanges): Write =>
  CallEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Takes a call away, on condition that nobody changed it since it was loaded. */
export const deleteCallItem = (loaded: Call): Write =>
  CallEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
