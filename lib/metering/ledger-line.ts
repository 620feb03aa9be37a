import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { formatNano, type Nano, nano, negate } from '../money/nano.ts';
import { billingDay, type Day, type Span } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import type { Write } from '../store/commit.ts';
import { putDigested } from '../store/digest.ts';
import { nameOf, readItems } from '../store/read-items.ts';
import { table } from '../store/table.ts';
import { inKeyOrder } from './in-key-order.ts';
import { type LineKey, lineKey, whereMoved } from './moved-line.ts';
import { usageId, usagePartition } from './usage-event.ts';
import { wholeNumber } from './whole-number.ts';

const amount = () => number().big().transform(wholeNumber);

/** A usage event after rating, in the account's local day. Put if absent, never overwritten: its key is its dedupe. */
export const LedgerLineEntity = new Entity({
  name: 'ledger-line',
  table,
  timestamps: false,
  schema: item({
    partition: string().key().savedAs('PK').transform(prefix('LED')),
    id: string().key().savedAs('SK'),
    accountSid: string(),
    microService: string(),
    meter: string(),
    resourceSid: string(),
    startedAt: number(),
    finalizedAt: number(),
    day: string(),
    quantity: amount(),
    billedUnits: amount(),
    destination: string().optional(),
    prefix: string().optional(),
    origin: string().optional(),
    originPrefix: string().optional(),
    deck: string().optional(),
    plan: string().optional(),
    version: number().optional(),
    tier: string().optional(),
    profile: string().optional(),
    unitPrice: string().optional(),
    per: number(),
    /** Nano-units of the account's currency. */
    connect: amount(),
    amount: amount(),
    unrated: string().enum('no-plan', 'no-line', 'no-destination', 'no-rate').optional(),
    lateFor: string().optional(),
    corrects: string().optional(),
    reason: string().optional(),
    creditNote: string().optional(),
    credited: amount().optional(),
    /** Of all the rest (lib/store/digest.ts). */
    digest: string().optional(),
  }),
});

/** Puts a line that must not be there yet, in the partition of its day. Where it is, the cancellation gives it back as it stands. */
export const putLedgerLine = (line: LedgerLine): Write =>
  putDigested(LedgerLineEntity, { partition: usagePartition(line.accountSid, line.day), ...line }).options({
    condition: { attr: 'id', exists: false },
    returnValuesOnConditionFalse: 'ALL_OLD',
  });

/** Every ledger line that stands in an account's local day. */
export async function linesOfDay(accountSid: string, day: string): Promise<LedgerLine[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(LedgerLineEntity)
    .query({ partition: `LED#${usagePartition(accountSid, day)}` })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return (Items ?? []).map(lineOf);
}

/** The UNRATED lines that stand in an account's local day: the table leaves out the others. */
export async function unratedOfDay(accountSid: string, day: string): Promise<LedgerLine[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(LedgerLineEntity)
    .query({ partition: `LED#${usagePartition(accountSid, day)}` })
    .options({
      consistent: true,
      maxPages: Number.POSITIVE_INFINITY,
      filters: { 'ledger-line': { attr: 'unrated', exists: true } },
    })
    .send();
  return (Items ?? []).map(lineOf);
}

/** The ledger lines of an account's local day whose uses ended in a span, read as they are asked for. The table leaves out the others. */
export async function* linesEndedIn(accountSid: string, day: string, span: Span): AsyncGenerator<LedgerLine> {
  const partition = `LED#${usagePartition(accountSid, day)}`;
  const between: [number, number] = [span.startsAt, span.endsAt - 1];
  const items = inKeyOrder((options) =>
    table
      .build(QueryCommand)
      .entities(LedgerLineEntity)
      .query({ partition })
      .options({ consistent: true, filters: { 'ledger-line': { attr: 'finalizedAt', between } }, ...options })
      .send(),
  );
  for await (const item of items) yield lineOf(item);
}

/** An account's ledger lines of a local day whose ids come after `after`, in the order of ids, read as they are asked for. */
export async function* ledgerLinesAfter(accountSid: string, day: string, after = ''): AsyncGenerator<LedgerLine> {
  const partition = `LED#${usagePartition(accountSid, day)}`;
  const items = inKeyOrder((options) =>
    table
      .build(QueryCommand)
      .entities(LedgerLineEntity)
      .query({ partition, ...(after !== '' && { range: { gt: after } }) })
      .options({ consistent: true, ...options })
      .send(),
  );
  for await (const item of items) yield lineOf(item);
}

/** A stored line as rating made it. */
export function lineOf({ partition, digest, credited, ...line }: FormattedItem<typeof LedgerLineEntity>): LedgerLine {
  return {
    ...line,
    ...(credited !== undefined && { credited: nano(BigInt(credited)) }),
    quantity: BigInt(line.quantity),
    billedUnits: BigInt(line.billedUnits),
    connect: nano(BigInt(line.connect)),
    amount: nano(BigInt(line.amount)),
  };
}

/** Where a use's ledger line stands: what a resource knows of itself once it is final. */
export type LedgerReference = {
  readonly accountSid: string;
  /** The account's zone. */
  readonly zone: string;
  readonly meter: string;
  readonly resourceSid: string;
  readonly sequence: number;
  readonly finalizedAt: number;
};

/**
 * The list prices of uses, in the order asked for; undefined where one is not rated (yet). Reads by key, 100 at a time: the
 * use's own line; where that is missing or has no price, where another line of it stands (moved-line.ts).
 */
export async function pricesOf(references: readonly LedgerReference[]): Promise<(Nano | undefined)[]> {
  const uses = new Map(references.map((reference) => [nameOf(keyOf(reference)), reference]));
  const found = await ratedAt([...uses.values()].map(keyOf));
  const others = [...uses].filter(([name]) => !found.has(name));
  const moved = await whereMoved(others.map(([, use]) => ({ ...use, day: dayOf(use), id: idOf(use) })));
  const elsewhere = await ratedAt(moved.filter((key) => key !== undefined));
  return references.map((reference) => {
    const name = nameOf(keyOf(reference));
    const key = moved[others.findIndex(([other]) => other === name)];
    return found.get(name) ?? (key && elsewhere.get(nameOf(key)));
  });
}

/** Amounts of the rated ones among ledger lines, by the names of their keys. */
async function ratedAt(keys: readonly LineKey[]): Promise<Map<string, Nano>> {
  const items = await readItems(keys);
  const lines = [...items].map(
    ([name, item]) => [name, lineOf(LedgerLineEntity.build(EntityFormatter).format(item))] as const,
  );
  return new Map(lines.flatMap(([name, { unrated, amount: price }]) => (unrated === undefined ? [[name, price]] : [])));
}

/** The list price of one use; undefined while it is not rated. */
export async function priceOf(reference: LedgerReference): Promise<Nano | undefined> {
  const [price] = await pricesOf([reference]);
  return price;
}

/** `price` as Twilio's resources show it: negative, at least 5 decimals, null while unknown. */
export const twilioPrice = (price: Nano | undefined): string | null =>
  price === undefined ? null : formatNano(negate(price), 5);

const dayOf = ({ finalizedAt, zone }: LedgerReference): Day => billingDay(finalizedAt, zone);
const idOf = ({ meter, resourceSid, sequence }: LedgerReference) => usageId(meter, resourceSid, sequence);
const keyOf = (use: LedgerReference): LineKey => lineKey(use.accountSid, dayOf(use), idOf(use));
