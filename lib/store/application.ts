import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import type { Write } from './commit.ts';
import type { StoredItem } from './list.ts';
import { programAttributes } from './program-attributes.ts';
import { resourceAttributes } from './resource.ts';
import { revised, unrevised } from './revision.ts';
import { isSid } from './sid.ts';
import { table } from './table.ts';

/** An application: URLs under one name, which numbers and calls may refer to. URLs are empty where none is set. */
const ApplicationEntity = new Entity({
  name: 'application',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    friendlyName: string(),
    ...programAttributes,
    /** Told of each status of a message that names the application; the older name of the next. */
    smsStatusCallback: string(),
    messageStatusCallback: string(),
    publicApplicationConnectEnabled: boolean(),
  }),
});
export type Application = FormattedItem<typeof ApplicationEntity>;

/** Reads an application of an account; another's is as if it did not exist. */
export async function loadApplicationOf(accountSid: string, sid: string): Promise<Application | undefined> {
  if (!isSid('AP', sid)) return undefined;
  const { Item } = await ApplicationEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item?.accountSid === accountSid ? Item : undefined;
}

/** An application as a list read it. */
export const applicationOf = (stored: StoredItem): Application =>
  ApplicationEntity.build(EntityFormatter).format(stored);

/** Puts an application that must not exist yet. */
export const putNewApplication = (application: Application): Write =>
  ApplicationEntity.build(PutTransaction)
    .item(application)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed application, on condition that nobody changed it since it was loaded. */
export const putChangedApplication = (loaded: Application, changes: Partial<Application>): Write =>
  ApplicationEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Deletes an application, on condition that nobody changed it since it was loaded. */
export const deleteApplicationItem = (loaded: Application): Write =>
  ApplicationEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
