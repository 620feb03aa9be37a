import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { record } from 'dynamodb-toolbox/schema/record';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import { dueAttributes } from './due.ts';
import { table } from './table.ts';

const keptForSeconds = 3 * 24 * 60 * 60;
const sequenceDigits = 6;

/**
 * Something that is to happen because a resource changed, written in the transaction that changes it: the stream
 * brings it to a queue. `queue` is the function that does it; `action` what: `callback.send`, `message.answer`,
 * `recording.copy`, …; `input` is the action's own.
 */
export const OutboxEntity = new Entity({
  name: 'outbox',
  table,
  timestamps: false,
  schema: item({
    /** The resource that caused it. */
    sid: string().key().savedAs('PK').transform(prefix('OUT')),
    /** Counts the resource's outbox entries from 0; six digits. */
    sequence: string().key().savedAs('SK'),
    accountSid: string(),
    queue: string(),
    action: string(),
    input: record(string(), any()),
    createdAt: number(),
    /** When the first attempt ended; callbacks of one resource are first tried in order. */
    attemptedAt: number().optional(),
    attempts: number().optional(),
    /** When it was delivered; nothing is left to do. */
    deliveredAt: number().optional(),
    /** Epoch seconds, as DynamoDB's TTL wants it; readers ignore what has expired. */
    expires: number(),
    ...dueAttributes,
  }),
});
export type OutboxEntry = FormattedItem<typeof OutboxEntity>;

/** What a queue's consumer gets for an outbox entry, as the message's JSON body. */
export type OutboxMessage = Pick<OutboxEntry, 'sid' | 'sequence' | 'accountSid' | 'action' | 'input'>;

/** What a queue's consumer gets for an item whose time has come. */
export type DueMessage = { readonly due: { readonly at: number; readonly what: string; readonly id: string } };

/** One thing to happen, before its resource gives it a number. */
export type Consequence = Pick<OutboxEntry, 'queue' | 'action' | 'input'>;

/** The resource's own part: it numbers its entries by its `outboxCount`. */
type Cause = { readonly sid: string; readonly accountSid: string; readonly outboxCount: number };

/**
 * Outbox writes for the consequences of one transition of `cause`, numbered from its outboxCount as loaded. The
 * same transaction must add `consequences.length` to the resource's outboxCount.
 */
export const putConsequences = (cause: Cause, consequences: readonly Consequence[], at: number): Write[] =>
  consequences.map((consequence, index) =>
    OutboxEntity.build(PutTransaction)
      .item({
        ...consequence,
        sid: cause.sid,
        sequence: sequenceKey(cause.outboxCount + index),
        accountSid: cause.accountSid,
        createdAt: at,
        expires: Math.floor(at / 1000) + keptForSeconds,
      })
      .options({ condition: { attr: 'sid', exists: false } }),
  );

/** An outbox entry's number as a key. */
export const sequenceKey = (sequence: number): string => String(sequence).padStart(sequenceDigits, '0');

/** What names an outbox entry. */
export type OutboxKey = Pick<OutboxEntry, 'sid' | 'sequence'>;

/** An outbox entry; undefined once it has expired. */
export async function loadOutboxEntry({ sid, sequence }: OutboxKey): Promise<OutboxEntry | undefined> {
  const { Item } = await OutboxEntity.build(GetItemCommand).key({ sid, sequence }).options({ consistent: true }).send();
  return Item;
}

/** Notes that an entry has been delivered, whoever did it: nothing of it is due any more. Nothing, where it has expired. */
export async function noteDelivered({ sid, sequence }: OutboxKey, at: number): Promise<void> {
  try {
    await OutboxEntity.build(UpdateItemCommand)
      .item({ sid, sequence, deliveredAt: at, duePK: $remove(), dueSK: $remove() })
      .options({ condition: { attr: 'sid', exists: true } })
      .send();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
