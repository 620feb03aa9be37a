import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import type { StoredItem } from './list.ts';
import { listAttributes } from './resource.ts';
import { revised, unrevised } from './revision.ts';
import { table } from './table.ts';

/** An API key of an account: a user (its SID) and a password (its secret) of its own, which can be revoked. */
const ApiKeyEntity = new Entity({
  name: 'api-key',
  table,
  timestamps: false,
  schema: item({
    sid: string().key().savedAs('PK').transform(prefix('KEY')),
    kind: string().key().const('KEY').savedAs('SK'),
    accountSid: string(),
    friendlyName: string(),
    /** The secret itself is nowhere: it is shown once. */
    secretHash: string(),
    createdAt: number(),
    updatedAt: number(),
    revision: number(),
    ...listAttributes,
  }),
});
export type ApiKey = FormattedItem<typeof ApiKeyEntity>;

/** Reads a key by its SID (`SK…`); undefined when there is none, or no more. */
export async function loadApiKey(sid: string): Promise<ApiKey | undefined> {
  const { Item } = await ApiKeyEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** A key as a list read it. */
export const apiKeyOf = (stored: StoredItem): ApiKey => ApiKeyEntity.build(EntityFormatter).format(stored);

/** Puts a key that must not exist yet. */
export const putNewApiKey = (key: ApiKey): Write =>
  ApiKeyEntity.build(PutTransaction)
    .item(key)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed key, on condition that nobody changed it since it was loaded. */
export const putChangedApiKey = (loaded: ApiKey, changes: Partial<ApiKey>): Write =>
  ApiKeyEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Revokes a key: it is gone. */
export const deleteApiKey = (loaded: ApiKey): Write =>
  ApiKeyEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
