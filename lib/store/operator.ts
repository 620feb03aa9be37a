import { Entity } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import type { Write } from './commit.ts';
import { table } from './table.ts';

/** Who the operator is. Like every mapping it has one owner on the whole platform: its key is the same for all. */
const OperatorEntity = new Entity({
  name: 'operator',
  table,
  timestamps: false,
  schema: item({
    endpoint: string().key().const('MAP#role#operator').savedAs('PK'),
    kind: string().key().const('MAP').savedAs('SK'),
    accountSid: string(),
  }),
});

/** Makes an account the operator's; lost when the platform has an operator. */
export const putOperator = (accountSid: string): Write =>
  OperatorEntity.build(PutTransaction)
    .item({ accountSid })
    .options({ condition: { attr: 'accountSid', exists: false } });
