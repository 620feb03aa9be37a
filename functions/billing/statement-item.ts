import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { firstOf, inKeyOrder } from '../../lib/metering/in-key-order.ts';
import { wholeNumber } from '../../lib/metering/whole-number.ts';
import type { Period } from '../../lib/period/period.ts';
import type { Statement } from '../../lib/statement/statement.ts';
import type { Write } from '../../lib/store/commit.ts';
import { putDigested } from '../../lib/store/digest.ts';
import { table } from '../../lib/store/table.ts';

const pageItems = 100;
const amount = () => number().big().transform(wholeNumber);

/** What the table keeps of a statement: totals, hash, and where its bytes are. Put if absent, never changed. */
export const StatementEntity = new Entity({
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
    /** The rounded total, without taxes. */
    net: amount(),
    payable: amount(),
    carriedOut: amount(),
    unrated: number(),
    /** Of the JSON's bytes. */
    sha256: string(),
    csvSha256: string(),
    htmlSha256: string(),
    prevSha256: string().optional(),
    /** The bucket's key without its ending. */
    objectKey: string(),
    /** Of all the rest (lib/store/digest.ts). */
    digest: string().optional(),
  }),
});
export type StatementItem = FormattedItem<typeof StatementEntity>;

/** The hash of a statement's PDF, which is made when it is first asked for. Put if absent: `<period>#PDF`. */
export const PdfEntity = new Entity({
  name: 'statement-pdf',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('STA')),
    key: string().key().savedAs('SK'),
    sha256: string(),
    digest: string().optional(),
  }),
});

export const putPdf = (accountSid: string, period: Period, sha256: string): Write =>
  putDigested(PdfEntity, { accountSid, key: `${period}#PDF`, sha256 }).options({
    condition: { attr: 'key', exists: false },
  });

/** The hash of a statement's PDF; undefined while it was never asked for. */
export async function loadPdf(accountSid: string, period: Period): Promise<string | undefined> {
  const { Item } = await PdfEntity.build(GetItemCommand)
    .key({ accountSid, key: `${period}#PDF` })
    .options({ consistent: true })
    .send();
  return Item?.sha256;
}

/** What is known of a statement once its bytes are in the bucket. */
export type StoredBytes = Pick<StatementItem, 'sha256' | 'csvSha256' | 'htmlSha256' | 'objectKey'>;

export const putStatement = (statement: Statement, stored: StoredBytes): Write => {
  const { total, carriedIn, net, payable, carriedOut, unrated, prevSha256 } = statement;
  const whole = {
    accountSid: statement.account.sid,
    period: statement.period.name,
    number: statement.number,
    currency: statement.currency,
    ...{ total, carriedIn, net, payable, carriedOut, unrated },
    ...(prevSha256 === undefined ? {} : { prevSha256 }),
    ...stored,
  };
  return putDigested(StatementEntity, whole).options({ condition: { attr: 'period', exists: false } });
};

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
  // Credit notes stand among the statements: a page of the table may hold fewer statements than it reads.
  const items = inKeyOrder(
    (options) =>
      table
        .build(QueryCommand)
        .entities(StatementEntity)
        .query({ partition: `STA#${accountSid}`, range: { lt: before } })
        .options({ consistent: true, reverse: true, ...options })
        .send(),
    pageItems,
  );
  return firstOf(items, limit);
}
