import { isRefusal } from '../error/catalogue.ts';
import type { Account } from '../store/account.ts';
import { knownAccount } from './account-access.ts';
import { type MicroService, type SettingsOf, settingsOf } from './micro-service.ts';
import { admit } from './standing.ts';

/** An account as far as what a carrier reports of it goes. */
export type Owner<Settings> = {
  readonly account: Account;
  readonly version: number;
  readonly settings: Settings;
  /** The account's own event callback, of every event, for what names none. */
  readonly callback: { url: string; method: 'GET' | 'POST'; events: string[] } | undefined;
};

/**
 * The owner of what a carrier reports. What has taken place is stored and billed even if its account was suspended, or
 * the micro-service disabled, in the meantime. Throws where there is no such account.
 */
export async function ownerOf<Service extends MicroService>(
  accountSid: string,
  service: Service,
  everyEvent: readonly string[],
): Promise<Owner<SettingsOf<Service>>> {
  const standing = await admit(accountSid, service);
  if (isRefusal(standing)) {
    const account = await knownAccount(accountSid);
    if (account === undefined) throw new Error(`There is no account ${accountSid}`);
    return { account, version: 0, settings: settingsOf(service), callback: undefined };
  }
  const { account, version, settings } = standing;
  const { EventCallbackUri: url, EventCallbackMethod: method } = settings;
  return { account, version, settings, callback: url === '' ? undefined : { url, method, events: [...everyEvent] } };
}
