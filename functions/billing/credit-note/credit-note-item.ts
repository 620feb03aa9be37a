import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { firstOf, inKeyOrder } from '../../../lib/metering/in-key-order.ts';
import { wholeNumber } from '../../../lib/metering/whole-number.ts';
import { type Nano, nano } from '../../../lib/money/nano.ts';
import type { Period } from '../../../lib/period/period.ts';
import type { Write } from '../../../lib/store/commit.ts';
import { putDigested } from '../../../lib/store/digest.ts';
import { table } from '../../../lib/store/table.ts';
import { numberedKey } from './numbered-key.ts';

const pageItems = 100;
const amount = () => number().big().transform(wholeNumber);

/** What the table keeps of a credit note: totals, hashes, and where its bytes are. Put if absent, never changed. */
export const CreditNoteEntity = new Entity({
  name: 'credit-note',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('STA')),
    /** `<period>#CN#<n>`, four digits, so that text order is the order of notes. */
    key: string().key().savedAs('SK'),
    /** Of the request that made it, and of its ledger line. */
    sid: string(),
    number: string(),
    statement: string(),
    period: string(),
    sequence: number(),
    issuedOn: string(),
    currency: string(),
    reason: string(),
    /** Ledger lines that it names. */
    lines: number(),
    /** Nano-units; what is given back is positive. */
    total: amount(),
    returned: amount(),
    net: amount(),
    payable: amount(),
    carriedOut: amount(),
    /** The day in which its ledger line stands. */
    standsIn: string(),
    /** Of the JSON's bytes. */
    sha256: string(),
    csvSha256: string(),
    htmlSha256: string(),
    pdfSha256: string(),
    /** Of the note before it; of the statement where it is the first. */
    prevSha256: string(),
    /** The bucket's key without its ending. */
    objectKey: string(),
    createdAt: number(),
    createdBy: string(),
    /** Of all the rest (lib/store/digest.ts). */
    digest: string().optional(),
  }),
});

type Amounts = 'total' | 'returned' | 'net' | 'payable' | 'carriedOut';
export type CreditNoteItem = Omit<FormattedItem<typeof CreditNoteEntity>, Amounts | 'key' | 'digest'> & {
  readonly [Name in Amounts]: Nano;
};

/** The sort key of a period's `n`th credit note. */
export const creditNoteKey = (period: Period, sequence: number): string => numberedKey(period, 'CN', sequence);

/** Puts a credit note that must not be there yet: lost when another was first to its number. */
export const putCreditNote = (note: CreditNoteItem): Write =>
  putDigested(CreditNoteEntity, { ...note, key: creditNoteKey(note.period, note.sequence) }).options({
    condition: { attr: 'key', exists: false },
  });

/** A stored credit note as it was made. */
export const creditNoteOf = ({ key, digest, ...note }: FormattedItem<typeof CreditNoteEntity>): CreditNoteItem => ({
  ...note,
  total: nano(BigInt(note.total)),
  returned: nano(BigInt(note.returned)),
  net: nano(BigInt(note.net)),
  payable: nano(BigInt(note.payable)),
  carriedOut: nano(BigInt(note.carriedOut)),
});

/** A period's `n`th credit note; undefined when there is none. */
export async function loadCreditNote(
  accountSid: string,
  period: Period,
  sequence: number,
): Promise<CreditNoteItem | undefined> {
  const { Item } = await CreditNoteEntity.build(GetItemCommand)
    .key({ accountSid, key: creditNoteKey(period, sequence) })
    .options({ consistent: true })
    .send();
  return Item && creditNoteOf(Item);
}

/** The credit notes of a period's statement, in their order. */
export async function creditNotesOn(accountSid: string, period: Period): Promise<CreditNoteItem[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(CreditNoteEntity)
    .query({ partition: `STA#${accountSid}`, range: { beginsWith: `${period}#CN#` } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(creditNoteOf);
}

/** An account's credit notes by period and number, the latest first; those before a sort key, at most `limit`. */
export async function creditNotesOf(
  accountSid: string,
  { before = '9999-99', limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<CreditNoteItem[]> {
  // Statements stand among them: a page of the table may hold fewer notes than it reads.
  const items = inKeyOrder(
    (options) =>
      table
        .build(QueryCommand)
        .entities(CreditNoteEntity)
        .query({ partition: `STA#${accountSid}`, range: { lt: before } })
        .options({ consistent: true, reverse: true, ...options })
        .send(),
    pageItems,
  );
  return (await firstOf(items, limit)).map(creditNoteOf);
}
