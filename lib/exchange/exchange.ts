import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { record } from 'dynamodb-toolbox/schema/record';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { timeKey } from '../store/due.ts';
import type { StoredItem } from '../store/list.ts';
import { table } from '../store/table.ts';

/** Why a request was made: what a program was asked, told, or had fetched from it; what a carrier was asked, or told us. */
export const exchangeKinds = [
  'application-logic',
  'event-callback',
  'media',
  'carrier-request',
  'carrier-webhook',
] as const;
export type ExchangeKind = (typeof exchangeKinds)[number];

/** One side of an exchange as it is kept: the headers that matter, and the body, redacted and cut to 4 KB. */
const side = () =>
  map({
    headers: record(string(), string()),
    body: string(),
    /** The body was longer than what is kept, or something in it is masked. */
    isWhole: boolean(),
  });

/** A request and its answer, for the inspector. Written outside transactions, gone by its time to live. */
export const ExchangeEntity = new Entity({
  name: 'exchange',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#<resource>`: what is asked of one resource lies together. */
    owner: string().key().savedAs('PK').transform(prefix('EXC')),
    /** `<ms>#<n>`, n being eight random digits. */
    order: string().key().savedAs('SK'),
    accountSid: string(),
    /** The call, message, … that it was about; the account itself where it was about none. */
    resourceSid: string(),
    kind: string().enum(...exchangeKinds),
    /** As the platform sees it: we asked, or we were asked. */
    direction: string().enum('outbound', 'inbound'),
    /** `program`, or the carrier's name. */
    counterpart: string(),
    at: number(),
    milliseconds: number(),
    /** From 1. */
    attempt: number(),
    method: string(),
    url: string(),
    /** The URL as it was sent, sealed, where what is shown of it is masked: a replay needs it. */
    urlSealed: string().optional(),
    /** Absent where there was no answer. */
    status: number().optional(),
    /** Twilio's number of what went wrong. */
    errorCode: number().optional(),
    error: string().optional(),
    idempotencyToken: string().optional(),
    /** The id of the exchange that this one repeats. */
    replayOf: string().optional(),
    request: side(),
    response: side(),
    /** Bodies and parameters were taken away with the resource's own. */
    isErased: boolean().optional(),
    /** Epoch seconds. */
    expires: number(),
    listPK: string().optional(),
    listSK: string().optional(),
    /** Failed exchanges only. */
    toPK: string().optional(),
    toSK: string().optional(),
  }),
});
export type Exchange = FormattedItem<typeof ExchangeEntity>;

/** An exchange as a list read it. */
export const exchangeOf = (stored: StoredItem): Exchange => ExchangeEntity.build(EntityFormatter).format(stored);

/** What one resource's exchanges lie under. */
export const ownerOf = (accountSid: string, resourceSid: string): string => `${accountSid}#${resourceSid}`;

/** How many partitions an account's list is spread over: each takes 1,000 writes a second. */
export const listPartitions = 8;

/** The index partition of an account's exchanges, all or the failed ones. */
export const listPartition = (accountSid: string, which: 'all' | 'failed', partition: number): string =>
  `${accountSid}#${which === 'all' ? 'exchange' : 'failed-exchange'}#${partition}`;

/**
 * Keys of an exchange of `at` (epoch milliseconds), whose eight random hexadecimal digits also choose its partition of
 * the account's list: a call with many exchanges burdens all of them alike.
 */
export function exchangeKeys(
  of: { accountSid: string; resourceSid: string; at: number; isFailed: boolean },
  digits: string,
) {
  const { accountSid, resourceSid, at, isFailed } = of;
  const partition = Number.parseInt(digits, 16) % listPartitions;
  const listSK = `${timeKey(at)}#${resourceSid}#${digits}`;
  return {
    owner: ownerOf(accountSid, resourceSid),
    order: `${timeKey(at)}#${digits}`,
    listPK: listPartition(accountSid, 'all', partition),
    listSK,
    ...(isFailed && { toPK: listPartition(accountSid, 'failed', partition), toSK: listSK }),
  };
}

/** An exchange's id, as the API names it: `<resource>-<ms>-<n>`. */
export const idOf = ({ resourceSid, order }: Pick<Exchange, 'resourceSid' | 'order'>): string =>
  `${resourceSid}-${order.replace('#', '-')}`;

/** What an id names; undefined where it is none. */
export function namedBy(id: string): { readonly resourceSid: string; readonly order: string } | undefined {
  const [, resourceSid, at, digits] = /^([A-Z]{2}[0-9a-f]{32})-(\d{13})-([0-9a-f]{8})$/.exec(id) ?? [];
  if (resourceSid === undefined) return undefined;
  return { resourceSid, order: `${at}#${digits}` };
}

/** The table deletes what has expired when it finds the time: until then readers look away. */
export const isKept = ({ expires }: Pick<Exchange, 'expires'>, now: number): boolean => expires * 1_000 > now;
