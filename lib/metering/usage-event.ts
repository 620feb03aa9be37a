import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { billingDay } from '../period/day.ts';
import type { Account } from '../store/account.ts';
import type { Write } from '../store/commit.ts';
import { table } from '../store/table.ts';
import { inKeyOrder } from './in-key-order.ts';
import { wholeNumber } from './whole-number.ts';

/**
 * An immutable fact: an account used so much of a meter. Its id comes from the resource, never from a clock that a
 * retry would read again; it is written in the transaction that ends the resource.
 */
export const UsageEventEntity = new Entity({
  name: 'usage-event',
  table,
  timestamps: false, // A retry must write the same bytes.
  schema: item({
    /** `<account>#<local billing day>#<shard>` */
    partition: string().key().savedAs('PK').transform(prefix('USE')),
    /** `<meter>#<resource SID>#<seq>` */
    id: string().key().savedAs('SK'),
    accountSid: string(),
    microService: string(),
    meter: string(),
    resourceSid: string(),
    /** Whole units of the meter: seconds, segments, … */
    quantity: number().big().transform(wholeNumber),
    /** The far end by which a deck prices: E.164 for telephone numbers. */
    destination: string().optional(),
    /** The near end, for decks of pairs. */
    origin: string().optional(),
    /** When the use began (answer time), by which its plan version is chosen; epoch milliseconds. */
    startedAt: number(),
    /** When the terminal transition was decided, by which it is billed; epoch milliseconds. */
    finalizedAt: number(),
    /** The account's local day of finalizedAt, `yyyymmdd`. */
    day: string(),
    configurationVersion: number(),
  }),
});
export type UsageEvent = FormattedItem<typeof UsageEventEntity>;

/** What a micro-service says of a use; keys and days are worked out here. */
export type Use = {
  readonly microService: string;
  readonly meter: string;
  readonly resourceSid: string;
  /** Tells several uses of one meter by one resource apart; 0 for the first. */
  readonly sequence: number;
  readonly quantity: bigint;
  readonly destination?: string | undefined;
  readonly origin?: string | undefined;
  readonly startedAt: number;
  readonly finalizedAt: number;
  readonly configurationVersion: number;
};

/** The usage event of a use by an account; pure: the same use always gives the same event. */
export function usageEvent(account: Pick<Account, 'sid' | 'zone'>, use: Use): UsageEvent {
  if (use.quantity < 0n) throw new Error(`A use of ${use.quantity} ${use.meter}`);
  const day = billingDay(use.finalizedAt, account.zone);
  return {
    partition: usagePartition(account.sid, day),
    id: usageId(use.meter, use.resourceSid, use.sequence),
    accountSid: account.sid,
    microService: use.microService,
    meter: use.meter,
    resourceSid: use.resourceSid,
    quantity: use.quantity,
    ...(use.destination === undefined ? {} : { destination: use.destination }),
    ...(use.origin === undefined ? {} : { origin: use.origin }),
    startedAt: use.startedAt,
    finalizedAt: use.finalizedAt,
    day,
    configurationVersion: use.configurationVersion,
  };
}

/** The partition of an account's usage events (under `USE#`) and ledger lines (under `LED#`) of a local day. */
export const usagePartition = (accountSid: string, day: string): string => `${accountSid}#${day}#0`;

/** A usage event's id. */
export const usageId = (meter: string, resourceSid: string, sequence: number): string =>
  `${meter}#${resourceSid}#${sequence}`;

/** Puts a usage event that must not be there yet. */
export const putUsageEvent = (event: UsageEvent): Write =>
  UsageEventEntity.build(PutTransaction)
    .item(event)
    .options({ condition: { attr: 'id', exists: false } });

/** Every usage event of an account's local day. */
export async function usageEventsOfDay(accountSid: string, day: string): Promise<UsageEvent[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(UsageEventEntity)
    .query({ partition: `USE#${usagePartition(accountSid, day)}` })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items ?? [];
}

/** An account's usage events of a local day whose ids come after `after`, in the order of ids, read as they are asked for. */
export const usageEventsAfter = (accountSid: string, day: string, after = ''): AsyncGenerator<UsageEvent> =>
  inKeyOrder((options) =>
    table
      .build(QueryCommand)
      .entities(UsageEventEntity)
      .query({ partition: `USE#${usagePartition(accountSid, day)}`, ...(after !== '' && { range: { gt: after } }) })
      .options({ consistent: true, ...options })
      .send(),
  );
