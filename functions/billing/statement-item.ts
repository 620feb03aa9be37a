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

const pageItems = 100;
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
    /** The rounded total, without taxes. */
    net: amount(),
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

/** The hash of a statement's PDF, which is made when it is first asked for. Put if absent: `<period>#PDF`. */
const PdfEntity = new Entity({
  name: 'statement-pdf',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('STA')),
    key: string().key().savedAs('SK'),
    sha256: string(),
  }),
});

export const putPdf = (accountSid: string, period: Period, sha256: string): Write =>
  PdfEntity.build(PutTransaction)
    .item({ accountSid, key: `${period}#PDF`, sha256 })
    .options({ condition: { attr: 'key', exists: false } });

/** The hash of a statement's PDF; undefined while it was never asked for. */
export async function loadPdf(accountSid: string, period: Period): Promise<string | undefined> {
  const { Item } = await PdfEntity.build(GetItemCommand)
    .key({ accountSid, key: `${period}#PDF` })
    .options({ consistent: true })
    .send();
  return Item?.sha256;
}

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
      net: statement.net,
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
  const found: StatementItem[] = [];
  let exclusiveStartKey: Record<string, unknown> | undefined;
  do {
    // Credit notes stand among the statements: a page of the table may hold fewer statements than it reads.
    const page = await table
      .build(QueryCommand)
      .entities(StatementEntity)
      .query({ partition: `STA#${accountSid}`, range: { lt: before } })
      .options({ consistent: true, reverse: true, limit: pageItems, ...(exclusiveStartKey && { exclusiveStartKey }) })
      .send();
    found.push(...(page.Items ?? []));
    exclusiveStartKey = page.LastEvaluatedKey;
  } while (found.length < limit && exclusiveStartKey !== undefined);
  return found.slice(0, limit);
}
