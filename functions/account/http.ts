import { api, tenantRoute } from '../../lib/http/api.ts';
import { ChangeConfiguration, changeConfiguration } from './change-configuration.ts';
import { CreateAccount, CreatePlatformAccount, createAccount, createPlatformAccount } from './create-account.ts';
import { FetchAccount, fetchAccount, fetchPlatformAccount } from './fetch-account.ts';
import { FetchConfiguration, fetchConfiguration } from './fetch-configuration.ts';
import { ListAccounts, listAccounts } from './list-accounts.ts';
import { ListConfigurationVersions, listConfigurationVersions } from './list-configuration-versions.ts';
import { ListConfigurations, listConfigurations } from './list-configurations.ts';
import { ListMicroServices, listMicroServices } from './list-micro-services.ts';
import { UpdateAccount, updateAccount } from './update-account.ts';

const accounts = '/2010-04-01/Accounts';
const platformAccounts = '/v1/Accounts';
const configurations = `${platformAccounts}/{AccountSid}/MicroServices`;

/** The isolation matrix reads this table. */
export const routes = [
  tenantRoute('GET', `${accounts}.json`, ListAccounts, listAccounts),
  tenantRoute('POST', `${accounts}.json`, CreateAccount, createAccount),
  tenantRoute('GET', `${accounts}/{AccountSid}.json`, FetchAccount, fetchAccount),
  tenantRoute('POST', `${accounts}/{AccountSid}.json`, UpdateAccount, updateAccount),
  tenantRoute('POST', platformAccounts, CreatePlatformAccount, createPlatformAccount),
  tenantRoute('GET', `${platformAccounts}/{AccountSid}`, FetchAccount, fetchPlatformAccount),
  tenantRoute('GET', '/v1/MicroServices', ListMicroServices, listMicroServices),
  tenantRoute('GET', configurations, ListConfigurations, listConfigurations),
  tenantRoute('GET', `${configurations}/{name}`, FetchConfiguration, fetchConfiguration),
  tenantRoute('POST', `${configurations}/{name}`, ChangeConfiguration, changeConfiguration),
  tenantRoute('GET', `${configurations}/{name}/Versions`, ListConfigurationVersions, listConfigurationVersions),
];

export const handler = api(routes);
