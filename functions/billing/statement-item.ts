import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../../lib/metering/whole-number.ts';
import type { Period } from '../../lib/period/period.ts';
import type { Statement } from '../../lib/statement/statement.ts';
import type { Write } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';

const amount = () => number().big().transform(wholeNumber);

/** What the table keeps of a statement: totals, hash, and where its bytes are. Put if absent, never changed. */
const StatementEntity = new Entity({
  name: 'statement',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('STA')),
    period: string().key().savedAs('SK'),
    number: string(),
    currency: string(),
    /** Nano-units. */
    total: amount(),
    carriedIn: amount(),
    payable: amount(),
    carriedOut: amount(),
    unrated: number(),
    /** Of the JSON's bytes. */
    sha256: string(),
    prevSha256: string().optional(),
    /** The bucket's key without its ending. */
    objectKey: string(),
  }),
});
export type StatementItem = FormattedItem<typeof StatementEntity>;

export const putStatement = (
  statement: Statement,
  stored: { readonly sha256: string; readonly objectKey: string },
): Write =>
  StatementEntity.build(PutTransaction)
    .item({
      accountSid: statement.account.sid,
      period: statement.period.name,
      number: statement.number,
      currency: statement.currency,
      total: statement.total,
      carriedIn: statement.carriedIn,
      payable: statement.payable,
      carriedOut: statement.carriedOut,
      unrated: statement.unrated,
      ...(statement.prevSha256 === undefined ? {} : { prevSha256: statement.prevSha256 }),
      ...stored,
    })
    .options({ condition: { attr: 'period', exists: false } });

/** An account's statement of a period; undefined when it was not made. */
export async function loadStatement(accountSid: string, period: Period): Promise<StatementItem | undefined> {
  const { Item } = await StatementEntity.build(GetItemCommand)
    .key({ accountSid, period })
    .options({ consistent: true })
    .send();
  return Item;
}

/** An account's statements, the latest first; `before` a period, at most `limit`. */
export async function statementsOf(
  accountSid: string,
  { before = '9999-99', limit }: { readonly before?: Period; readonly limit: number },
): Promise<StatementItem[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(StatementEntity)
    .query({ partition: `STA#${accountSid}`, range: { lt: before } })
    .options({ consistent: true, reverse: true, limit })
    .send();
  return Items ?? [];
}
