import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { map } from 'dynamodb-toolbox/schema/map';
import { string } from 'dynamodb-toolbox/schema/string';
import type { Write } from './commit.ts';
import type { StoredItem } from './list.ts';
import { loadNumberMapping } from './mapping.ts';
import { programAttributes } from './program-attributes.ts';
import { resourceAttributes } from './resource.ts';
import { revised, unrevised } from './revision.ts';
import { table } from './table.ts';

/**
 * A phone number of an account: where its calls and messages are brought. URLs are empty where none is set.
 * `pending` until the carrier has let us have it, `releasing` once the account has given it back: neither is shown.
 */
export const NumberEntity = new Entity({
  name: 'number',
  table,
  timestamps: false,
  schema: item({
    ...resourceAttributes,
    /** E.164. */
    phoneNumber: string(),
    /** Local, Mobile, TollFree, …: as the carrier told it, absent where it did not. */
    type: string().optional(),
    friendlyName: string(),
    status: string().enum('pending', 'in-use', 'releasing'),
    ...programAttributes,
    /** An application whose URLs go before the number's own; absent or empty: none. */
    voiceApplicationSid: string().optional(),
    smsApplicationSid: string().optional(),
    capabilities: map({ voice: boolean(), sms: boolean(), mms: boolean() }),
  }),
});

/** A phone number of an account, as it is in the table. */
export type PhoneNumber = FormattedItem<typeof NumberEntity>;

/** Reads a number by its SID (`PN…`); undefined when there is none. */
export async function loadNumber(sid: string): Promise<PhoneNumber | undefined> {
  const { Item } = await NumberEntity.build(GetItemCommand).key({ sid }).options({ consistent: true }).send();
  return Item;
}

/**
 * Whose a number, in E.164, is and what is to be done with what comes in on it; undefined when nobody here has it.
 * One that is still `pending` is found: its first call may be faster than the carrier's answer.
 */
export async function loadNumberByMapping(
  phoneNumber: string,
): Promise<{ readonly accountSid: string; readonly number: PhoneNumber } | undefined> {
  const mapping = await loadNumberMapping(phoneNumber);
  if (mapping === undefined) return undefined;
  const number = await loadNumber(mapping.resourceSid);
  return number === undefined ? undefined : { accountSid: mapping.accountSid, number };
}

/** The number, in E.164, when the account has it in use: it may then call and send from it (21210, 21606). */
export async function loadOwnedNumber(accountSid: string, phoneNumber: string): Promise<PhoneNumber | undefined> {
  const found = await loadNumberByMapping(phoneNumber);
  return found?.accountSid === accountSid && found.number.status === 'in-use' ? found.number : undefined;
}

/** A number as a list read it. */
export const numberOf = (stored: StoredItem): PhoneNumber => NumberEntity.build(EntityFormatter).format(stored);

/** Puts a number that must not exist yet. */
export const putNewNumber = (number: InputItem<typeof NumberEntity>): Write =>
  NumberEntity.build(PutTransaction)
    .item(number)
    .options({ condition: { attr: 'sid', exists: false } });

/** Puts a changed number, on condition that nobody changed it since it was loaded. */
export const putChangedNumber = (
  loaded: PhoneNumber,
  changes: { readonly [Key in keyof PhoneNumber]?: PhoneNumber[Key] | undefined },
): Write =>
  NumberEntity.build(PutTransaction)
    .item(revised(loaded, changes))
    .options({ condition: unrevised(loaded) });

/** Deletes a number, on condition that nobody changed it since it was loaded. */
export const deleteNumber = (loaded: PhoneNumber): Write =>
  NumberEntity.build(DeleteTransaction)
    .key({ sid: loaded.sid })
    .options({ condition: unrevised(loaded) });
