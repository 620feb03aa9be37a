import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { commit, type Write } from './commit.ts';
import type { StoredItem } from './list.ts';
import { bornAt, listKeys, resourceAttributes } from './resource.ts';
import { isSid, newSid } from './sid.ts';
import { table } from './table.ts';

const keptForSeconds = 30 * 24 * 60 * 60;

/** What went wrong between the platform and an account's program, for the account to read. Kept 30 days. */
const NotificationEntity = new Entity({
  name: 'notification',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    /** The call or message during which it happened. */
    resourceSid: string(),
    severity: string().enum('error', 'warning'),
    /** Twilio's number. */
    errorCode: number(),
    message: string(),
    requestUrl: string().optional(),
    expires: number(),
  }),
});

export type Notification = FormattedItem<typeof NotificationEntity>;

/** A notification as a list read it. */
export const notificationOf = (stored: StoredItem): Notification =>
  NotificationEntity.build(EntityFormatter).format(stored);

/** Reads a notification of an account that is still kept at `now`; another's is as if it did not exist. */
export async function loadNotificationOf(
  accountSid: string,
  sid: string,
  now: number,
): Promise<Notification | undefined> {
  if (!isSid('NO', sid)) return undefined;
  const { Item } = await NotificationEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item?.accountSid === accountSid && isKept(Item, now) ? Item : undefined;
}

/** The table deletes what has expired when it finds the time: until then readers look away. */
export const isKept = ({ expires }: Notification, now: number): boolean => expires * 1000 > now;

/** What is to be told to an account; `at` in epoch milliseconds. */
export type Notice = {
  readonly accountSid: string;
  readonly resourceSid: string;
  readonly severity: 'error' | 'warning';
  readonly errorCode: number;
  readonly message: string;
  readonly requestUrl?: string | undefined;
  readonly at: number;
};

/** Stores notices. They stand outside the transactions of what they are about: they decide nothing. */
export async function notify(notices: readonly Notice[]): Promise<void> {
  if (notices.length > 0) await commit(putNotices(notices.slice(0, 20)));
}

/** The writes of notices, for a transaction that ends what they are about: then none is lost with it. */
export const putNotices = (notices: readonly Notice[]): Write[] =>
  notices.map(({ at, ...notice }) => {
    const sid = newSid('NO');
    return NotificationEntity.build(PutTransaction).item({
      ...notice,
      sid,
      ...bornAt(at),
      configurationVersion: 0,
      expires: Math.floor(at / 1000) + keptForSeconds,
      ...listKeys({ accountSid: notice.accountSid, type: 'notification', createdAt: at, sid, to: notice.resourceSid }),
    });
  });
