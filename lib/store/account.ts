import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
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

/**
 * A tenant, or the operator (who has no parent and is everybody's parent or grandparent). A sub-account's parent is
 * a tenant. Zone and currency are fixed for life.
 */
export const AccountEntity = new Entity({
  name: 'account',
  table,
  timestamps: false,
  schema: item({
    sid: string().key().savedAs('PK').transform(prefix('ACC')),
    kind: string().key().const('ACCOUNT').savedAs('SK'),
    role: string().enum('operator', 'tenant'),
    parentSid: string().optional(),
    friendlyName: string(),
    status: string().enum('active', 'suspended', 'closed'),
    /** When a closed account's last billed day ended. While it is absent, a closed account is closing: something may live. */
    closedAt: number().optional(),
    zone: string(),
    currency: string(),
    /** What the operator lets it ask a second; absent: what everybody may. */
    requestsPerSecond: number().optional(),
    /** The auth token, sealed with the data key (lib/access/secret.ts). */
    authTokenSealed: string(),
    createdAt: number(),
    updatedAt: number(),
    revision: number(),
    ...listAttributes,
  }),
});

/** Times in epoch milliseconds, zone an IANA name, currency an ISO 4217 code. */
export type Account = FormattedItem<typeof AccountEntity>;
export type AccountStatus = Account['status'];

/** An account as a list read it. */
export const accountOf = (stored: StoredItem): Account => AccountEntity.build(EntityFormatter).format(stored);

/** Puts an account that must not exist yet. */
export const putNewAccount = (account: InputItem<typeof AccountEntity>): Write =>
  AccountEntity.build(PutTransaction)
    .item(account)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed account, on condition that nobody changed it since `account` was loaded. */
export const putChangedAccount = (
  account: Account,
  changes: { readonly [Key in keyof Account]?: Account[Key] | undefined },
): Write =>
  AccountEntity.build(PutTransaction)
    .item(revised(account, changes))
    .options({ condition: unrevised(account) });
