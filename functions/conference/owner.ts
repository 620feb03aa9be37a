import { knownAccount } from '../../lib/access/account-access.ts';
import { admit } from '../../lib/access/standing.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Conference } from './conference-store.ts';
import { conference as service } from './micro-service.ts';

const everyEvent = ['start', 'end', 'join', 'leave', 'mute', 'hold'];

/** An account as far as its conferences go. */
export type Owner = {
  readonly account: Account;
  readonly version: number;
  readonly participantsMax: number;
  /** The account's own event callback, for a conference that names none. */
  readonly callback: Conference['callback'];
};

/**
 * The owner of what a carrier reports. A conference that takes place is stored and billed even if its account was
 * suspended, or conferences disabled, in the meantime. Throws where there is no such account.
 */
export async function ownerOf(accountSid: string): Promise<Owner> {
  const standing = await admit(accountSid, service);
  if (!isRefusal(standing)) {
    const { account, version, settings } = standing;
    const { EventCallbackUri: url, EventCallbackMethod: method } = settings;
    const callback = url === '' ? undefined : { url, method, events: everyEvent };
    return { account, version, participantsMax: settings.MaxParticipants, callback };
  }
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`There is no account ${accountSid}`);
  const { MaxParticipants } = service.settings.parse({});
  return { account, version: 0, participantsMax: MaxParticipants, callback: undefined };
}
