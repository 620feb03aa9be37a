import { Entity, type InputItem } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { record } from 'dynamodb-toolbox/schema/record';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Account } from './account.ts';
import type { Write } from './commit.ts';
import { timeKey } from './due.ts';
import { table } from './table.ts';

/** What was done to an account, by whom and when. Written with the deed, never changed: `ACC#<acc>#AUDIT`, by time. */
const AuditEntity = new Entity({
  name: 'audit',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#AUDIT` */
    owner: string().key().savedAs('PK').transform(prefix('ACC')),
    /** `<instant>#<revision of the account>` */
    id: string().key().savedAs('SK'),
    action: string().enum('account.enrolled', 'account.changed'),
    /** The SID of the account whose credentials were used, or `invocation` for what has none. */
    by: string(),
    at: number(),
    /** What was set: never a secret. */
    set: record(string(), string()),
  }),
});
type Deed = Pick<InputItem<typeof AuditEntity>, 'action' | 'by' | 'at' | 'set'>;

/** The record of a deed that brought an account to its present revision. */
export const putAudit = (account: Pick<Account, 'sid' | 'revision'>, deed: Deed): Write =>
  AuditEntity.build(PutTransaction)
    .item({ owner: `${account.sid}#AUDIT`, id: `${timeKey(deed.at)}#${account.revision}`, ...deed })
    .options({ condition: { attr: 'id', exists: false } });
