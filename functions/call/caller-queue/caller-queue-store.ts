import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Write } from '../../../lib/store/commit.ts';
import type { StoredItem } from '../../../lib/store/list.ts';
import { deleteQueueMapping, loadQueueMapping, putQueueMapping } from '../../../lib/store/mapping.ts';
import { revised, unrevised } from '../../../lib/store/revision.ts';
import { isSid } from '../../../lib/store/sid.ts';
import { table } from '../../../lib/store/table.ts';
import { callerQueueSchema } from './caller-queue.ts';

const CallerQueueEntity = new Entity({ name: 'queue', table, timestamps: false, schema: callerQueueSchema });

export type CallerQueue = FormattedItem<typeof CallerQueueEntity>;
export type NewCallerQueue = InputItem<typeof CallerQueueEntity>;

/** Reads a queue of an account; another's is as if it did not exist. */
export async function loadQueueOf(accountSid: string, sid: string): Promise<CallerQueue | undefined> {
  if (!isSid('QU', sid)) return undefined;
  const { Item } = await CallerQueueEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item?.accountSid === accountSid ? Item : undefined;
}

/** The queue of a name; undefined where the account has none. */
export async function loadQueueNamed(accountSid: string, name: string): Promise<CallerQueue | undefined> {
  const mapping = await loadQueueMapping(accountSid, name);
  return mapping && loadQueueOf(accountSid, mapping.resourceSid);
}

/** A queue as a list read it. */
export const callerQueueOf = (stored: StoredItem): CallerQueue =>
  CallerQueueEntity.build(EntityFormatter).format(stored);

const ownerOf = ({ accountSid, sid }: Pick<CallerQueue, 'accountSid' | 'sid'>) => ({ accountSid, resourceSid: sid });

/** Puts a queue with its name; lost where the account has one of that name. */
export const putNewQueue = (queue: NewCallerQueue): Write[] => [
  CallerQueueEntity.build(PutTransaction)
    .item(queue)
    .options({ condition: { attr: 'sid', exists: false } }),
  putQueueMapping(queue.friendlyName, ownerOf(queue)),
];

/** Puts a changed queue, on condition that nobody changed it since it was loaded, and that its name is free. */
export const putChangedQueue = (loaded: CallerQueue, changes: Partial<CallerQueue>): Write[] => [
  CallerQueueEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) }),
  ...(changes.friendlyName === undefined || changes.friendlyName === loaded.friendlyName
    ? []
    : [
        deleteQueueMapping(loaded.friendlyName, ownerOf(loaded)),
        putQueueMapping(changes.friendlyName, ownerOf(loaded)),
      ]),
];

/** Takes a queue and its name away, on condition that nobody changed it since it was loaded. */
export const deleteQueueItem = (loaded: CallerQueue): Write[] => [
  CallerQueueEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) }),
  deleteQueueMapping(loaded.friendlyName, ownerOf(loaded)),
];
