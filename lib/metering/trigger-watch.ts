import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from '../store/commit.ts';
import { putConsequences } from '../store/outbox.ts';
import { readItems } from '../store/read-items.ts';
import { revised, unrevised } from '../store/revision.ts';
import { table } from '../store/table.ts';

/**
 * What rating must know of an account's Usage Triggers: whether there are any, and whether a look at them is asked for
 * already. Checks are numbered; one that has begun to read serves all that was rated before.
 */
const TriggerWatchEntity = new Entity({
  name: 'trigger-watch',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('TRI')),
    kind: string().key().const('WATCH').savedAs('SK'),
    /** How many there are, and how many of them may still fire. */
    triggers: number(),
    armed: number(),
    /** How many checks were asked for, and how many of these had begun to read. */
    asked: number(),
    checked: number(),
    revision: number(),
  }),
});
export type TriggerWatch = FormattedItem<typeof TriggerWatchEntity>;

/** Whether rated usage must be told to the triggers: some may fire, and no check that will see it is on its way. */
export const mustAsk = ({ armed, asked, checked }: TriggerWatch): boolean => armed > 0 && asked === checked;

/** An account's watch as it is in the table now; a new one where it has none yet. */
export async function loadTriggerWatch(accountSid: string): Promise<TriggerWatch> {
  const { Item } = await TriggerWatchEntity.build(GetItemCommand)
    .key({ accountSid })
    .options({ consistent: true })
    .send();
  return Item ?? { accountSid, kind: 'WATCH', triggers: 0, armed: 0, asked: 0, checked: 0, revision: 0 };
}

/** The watches that accounts have, read consistently; those that have none are left out. */
export async function triggerWatchesOf(accountSids: readonly string[]): Promise<TriggerWatch[]> {
  const found = await readItems(accountSids.map((sid) => ({ PK: `TRI#${sid}`, SK: 'WATCH' })));
  const format = TriggerWatchEntity.build(EntityFormatter);
  return [...found.values()].map((stored) => format.format(stored));
}

/** Puts a changed watch, on condition that nobody changed it since it was loaded. */
export const putTriggerWatch = (loaded: TriggerWatch, changes: Partial<TriggerWatch>): Write =>
  TriggerWatchEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: loaded.revision === 0 ? { attr: 'revision', exists: false } : unrevised(loaded) });

/** Asks the function usage for one more check, with other changes of the watch, in one transaction. */
export const askForCheck = (watch: TriggerWatch, changes: Partial<TriggerWatch>, now: number): Write[] => [
  putTriggerWatch(watch, { ...changes, asked: watch.asked + 1 }),
  ...putConsequences(
    { sid: watch.accountSid, accountSid: watch.accountSid, outboxCount: watch.asked },
    [{ queue: 'usage', action: 'triggers.check', input: {} }],
    now,
  ),
];
