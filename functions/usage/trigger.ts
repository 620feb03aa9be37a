import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { wholeNumber } from '../../lib/metering/whole-number.ts';
import type { Write } from '../../lib/store/commit.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { listAttributes } from '../../lib/store/resource.ts';
import { revised, unrevised } from '../../lib/store/revision.ts';
import { isSid } from '../../lib/store/sid.ts';
import { table } from '../../lib/store/table.ts';

export const triggerFields = ['count', 'usage', 'price'] as const;
export const recurrences = ['daily', 'monthly', 'yearly', 'alltime'] as const;

/** Tells a program when an account's usage reaches a value: once, or once each day, month or year (GMT). */
const TriggerEntity = new Entity({
  name: 'usage-trigger',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('TRI')),
    sid: string().key().savedAs('SK'),
    createdAt: number(),
    updatedAt: number(),
    revision: number(),
    outboxCount: number(),
    friendlyName: string(),
    usageCategory: string(),
    triggerBy: string().enum(...triggerFields),
    /** In units of 1e-9 of what it counts. */
    triggerValue: number().big().transform(wholeNumber),
    recurring: string().enum(...recurrences),
    callbackUrl: string(),
    callbackMethod: string().enum('GET', 'POST'),
    /** The latest periods in which it fired, by their names. */
    fired: list(string()),
    firedAt: number().optional(),
    ...listAttributes,
  }),
});
export type Trigger = FormattedItem<typeof TriggerEntity>;

/** Whether it may fire again, ever. */
export const isArmed = ({ recurring, fired }: Trigger): boolean => recurring !== 'alltime' || fired.length === 0;

/** Reads a trigger of an account; undefined when the account has none of that SID. */
export async function loadTrigger(accountSid: string, sid: string): Promise<Trigger | undefined> {
  if (!isSid('UT', sid)) return undefined;
  const key = { accountSid, sid };
  const { Item } = await TriggerEntity.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item;
}

/** Every trigger of an account, as they are in the table now. */
export async function triggersOf(accountSid: string): Promise<Trigger[]> {
  const { Items } = await table
    .build(QueryCommand)
    .entities(TriggerEntity)
    .query({ partition: `TRI#${accountSid}`, range: { beginsWith: 'UT' } })
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items ?? [];
}

/** A trigger as a list read it. */
export const triggerOf = (stored: StoredItem): Trigger => TriggerEntity.build(EntityFormatter).format(stored);

/** Puts a trigger that must not exist yet. */
export const putNewTrigger = (trigger: Trigger): Write =>
  TriggerEntity.build(PutTransaction)
    .item(trigger)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed trigger, on condition that nobody changed it since it was loaded. */
export const putChangedTrigger = (loaded: Trigger, changes: Partial<Trigger>): Write =>
  TriggerEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Deletes a trigger, on condition that nobody changed it since it was loaded. */
export const deleteTriggerItem = (loaded: Trigger): Write =>
  TriggerEntity.build(DeleteTransaction)
    .key({ accountSid: loaded.accountSid, sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
