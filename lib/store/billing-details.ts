import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import { table } from './table.ts';

/**
 * What a bill has to say of an account, or of the operator: its legal name and address, the taxes on what it owes, and
 * whether its usage stands on its parent's statement. Every entry says from when on it holds, so that what a closed period
 * was billed by stays known. One item an account; none: nothing was ever set.
 */
const BillingDetailsEntity = new Entity({
  name: 'billing-details',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('ACC')),
    kind: string().key().const('DETAILS').savedAs('SK'),
    revision: number(),
    parties: list(
      map({
        /** Epoch milliseconds; 0: always. */
        validFrom: number(),
        name: string(),
        address: list(string()),
        taxNumber: string().optional(),
      }),
    ),
    taxes: list(
      map({
        validFrom: number(),
        name: string(),
        /** In per cent, exact decimal text; 0 ends the tax. */
        rate: string(),
      }),
    ),
    statements: list(
      map({
        /** The first period for which it holds. */
        from: string(),
        to: string().enum('own', 'parent'),
      }),
    ),
  }),
});
export type BillingDetails = FormattedItem<typeof BillingDetailsEntity>;
export type AccountTax = BillingDetails['taxes'][number];

/** An account's details as they are in the table now; with revision 0 and nothing in them where none was ever set. */
export async function loadBillingDetails(accountSid: string): Promise<BillingDetails> {
  const { Item } = await BillingDetailsEntity.build(GetItemCommand)
    .key({ accountSid })
    .options({ consistent: true })
    .send();
  return Item ?? { accountSid, kind: 'DETAILS', revision: 0, parties: [], taxes: [], statements: [] };
}

/** Puts changed details, on condition that nobody changed them since they were loaded. */
export const putBillingDetails = (
  loaded: BillingDetails,
  changes: Partial<Pick<BillingDetails, 'parties' | 'taxes' | 'statements'>>,
): Write =>
  BillingDetailsEntity.build(PutTransaction)
    .item({ ...loaded, ...changes, revision: loaded.revision + 1 })
    .options({
      condition:
        loaded.revision === 0 ? { attr: 'revision', exists: false } : { attr: 'revision', eq: loaded.revision },
    });
