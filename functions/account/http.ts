import { api, tenantRoute } from '../../lib/http/api.ts';
import { CreateAccount, CreatePlatformAccount, createAccount, createPlatformAccount } from './create-account.ts';
import { FetchAccount, fetchAccount, fetchPlatformAccount } from './fetch-account.ts';
import { ListAccounts, listAccounts } from './list-accounts.ts';
import { UpdateAccount, updateAccount } from './update-account.ts';

const accounts = '/2010-04-01/Accounts';
const platformAccounts = '/v1/Accounts';

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${accounts}.json`, ListAccounts, listAccounts),
  tenantRoute('POST', `${accounts}.json`, CreateAccount, createAccount),
  tenantRoute('GET', `${accounts}/{AccountSid}.json`, FetchAccount, fetchAccount),
  tenantRoute('POST', `${accounts}/{AccountSid}.json`, UpdateAccount, updateAccount),
  tenantRoute('POST', platformAccounts, CreatePlatformAccount, createPlatformAccount),
  tenantRoute('GET', `${platformAccounts}/{AccountSid}`, FetchAccount, fetchPlatformAccount),
];

export const handler = api(routes);
