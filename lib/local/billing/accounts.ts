import type { PlatformClient } from '../command/platform-client.ts';

/** An account as `/v1` has it. */
export type Account = {
  readonly Sid: string;
  readonly FriendlyName: string;
  readonly TimeZone: string;
  readonly Role: string;
  readonly DateCreated: string;
};
type Page = { readonly Accounts: readonly Account[]; readonly NextPageUri: string | null };

/** Every account under one, each followed by its own sub-accounts; or only the one that is named. */
export async function accountsToBill(
  api: PlatformClient,
  operatorSid: string,
  only: string | undefined,
): Promise<Account[]> {
  return only === undefined
    ? accountsUnder(api, operatorSid)
    : [await api.json<Account>('GET', `/v1/Accounts/${only}`)];
}

async function accountsUnder(api: PlatformClient, parentSid: string): Promise<Account[]> {
  const found: Account[] = [];
  for (let path: string | null = `/v1/Accounts/${parentSid}/SubAccounts?PageSize=1000`; path !== null; ) {
    const page: Page = await api.json('GET', path);
    for (const account of page.Accounts) found.push(account, ...(await accountsUnder(api, account.Sid)));
    path = page.NextPageUri;
  }
  return found;
}
