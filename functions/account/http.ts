import { api, tenantRoute, tokenRoute } from '../../lib/http/api.ts';
import { ChangeConfiguration, changeConfiguration } from './change-configuration.ts';
import { CreateAccount, CreatePlatformAccount, createAccount, createPlatformAccount } from './create-account.ts';
import { CreateKey, createKey } from './create-key.ts';
import { deleteKey } from './delete-key.ts';
import { FetchAccount, fetchAccount, fetchPlatformAccount } from './fetch-account.ts';
import { FetchConfiguration, fetchConfiguration } from './fetch-configuration.ts';
import { fetchKey, KeyPath } from './fetch-key.ts';
import { ListAccounts, listAccounts } from './list-accounts.ts';
import { ListConfigurationVersions, listConfigurationVersions } from './list-configuration-versions.ts';
import { ListConfigurations, listConfigurations } from './list-configurations.ts';
import { ListKeys, listKeys } from './list-keys.ts';
import { ListMicroServices, listMicroServices } from './list-micro-services.ts';
import { UpdateAccount, updateAccount } from './update-account.ts';
import { UpdateKey, updateKey } from './update-key.ts';

const accounts = '/2010-04-01/Accounts';
const platformAccounts = '/v1/Accounts';
const configurations = `${platformAccounts}/{AccountSid}/MicroServices`;

/** API keys, under the two names that Twilio has for them: a key of one list is a key of the other. */
const keys = (resource: string, listName: string) => {
  const path = `${accounts}/{AccountSid}/${resource}`;
  return [
    tokenRoute('GET', `${path}.json`, ListKeys, listKeys(listName)),
    tokenRoute('POST', `${path}.json`, CreateKey, createKey),
    tokenRoute('GET', `${path}/{Sid}.json`, KeyPath, fetchKey),
    tokenRoute('POST', `${path}/{Sid}.json`, UpdateKey, updateKey),
    tokenRoute('DELETE', `${path}/{Sid}.json`, KeyPath, deleteKey),
  ];
};

/** The isolation matrix reads this table. */
export const routes = [
  tokenRoute('GET', `${accounts}.json`, ListAccounts, listAccounts),
  tokenRoute('POST', `${accounts}.json`, CreateAccount, createAccount),
  tokenRoute('GET', `${accounts}/{AccountSid}.json`, FetchAccount, fetchAccount),
  tokenRoute('POST', `${accounts}/{AccountSid}.json`, UpdateAccount, updateAccount),
  tokenRoute('POST', platformAccounts, CreatePlatformAccount, createPlatformAccount),
  tokenRoute('GET', `${platformAccounts}/{AccountSid}`, FetchAccount, fetchPlatformAccount),
  tenantRoute('GET', '/v1/MicroServices', ListMicroServices, listMicroServices),
  tokenRoute('GET', configurations, ListConfigurations, listConfigurations),
  tokenRoute('GET', `${configurations}/{name}`, FetchConfiguration, fetchConfiguration),
  tokenRoute('POST', `${configurations}/{name}`, ChangeConfiguration, changeConfiguration),
  tokenRoute('GET', `${configurations}/{name}/Versions`, ListConfigurationVersions, listConfigurationVersions),
  ...keys('Keys', 'keys'),
  ...keys('SigningKeys', 'signing_keys'),
];

export const handler = api(routes);
