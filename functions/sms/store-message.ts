import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { putUsageEvent, usageEvent } from '../../lib/metering/usage-event.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import type { StoredItem } from '../../lib/store/list.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { putReference } from '../../lib/store/reference.ts';
import { unrevised } from '../../lib/store/revision.ts';
import { useOf } from './billed-use.ts';
import { type Message, MessageEntity } from './message.ts';
import { statusCallback } from './status-callback.ts';

/** A message by its SID, deleted or not; `undefined` if there is none. */
export async function loadMessage(sid: string): Promise<Message | undefined> {
  const { Item } = await MessageEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/** A message as a list read it. */
export const messageOf = (stored: StoredItem): Message => MessageEntity.build(EntityFormatter).format(stored);

/** A message that the account may see: its own, and not deleted. */
export async function loadMessageOf(accountSid: string, sid: string): Promise<Message | undefined> {
  const message = await loadMessage(sid);
  return message?.accountSid === accountSid && message.deletedAt === undefined ? message : undefined;
}

/** Writes of a new message with all that follows from it; lost when one of that SID is there. */
export const newMessage = (account: Account, message: Message, consequences: readonly Consequence[] = []): Write[] => [
  MessageEntity.build(PutTransaction)
    .item({ ...message, outboxCount: consequences.length })
    .options({ condition: { attr: 'sid', exists: false } }),
  ...usageOf(account, message),
  ...putConsequences({ ...message, outboxCount: 0 }, consequences, message.createdAt),
];

/**
 * Writes of a change, on condition that nobody changed the message since it was loaded. What follows from the change
 * is worked out from before and after, and goes into the same transaction: the usage event of a message that is
 * closed by it, the callback of a new status, the carrier's id.
 */
export function changedMessage(
  account: Account,
  before: Message,
  after: Message,
  actions: readonly Consequence[] = [],
): Write[] {
  const closes = before.finalizedAt === undefined && after.finalizedAt !== undefined;
  const told = before.status === after.status ? [] : statusCallback(after);
  return [
    MessageEntity.build(PutTransaction)
      .item(after)
      .options({ condition: unrevised(before) }),
    ...(closes ? usageOf(account, after) : []),
    ...putConsequences(before, [...told, ...actions], after.updatedAt),
    ...(before.reference === undefined && after.reference ? [putReference(after.reference, after.sid)] : []),
  ];
}

/** Stores a change; `lost` when another was first: load and decide again. */
export const storeChange = (account: Account, before: Message, after: Message) =>
  commit(changedMessage(account, before, after));

/** Takes a message back that nobody has changed since it was loaded. */
export const deleteUnchanged = (message: Message): Write =>
  MessageEntity.build(DeleteTransaction)
    .key({ sid: message.sid })
    .options({ condition: unrevised(message) });

const usageOf = (account: Account, message: Message): Write[] => {
  const use = useOf(message);
  return use === undefined ? [] : [putUsageEvent(usageEvent(account, use))];
};
