import { api, operatorRoute, tenantRoute, tokenRoute } from '../../lib/http/api.ts';
import { ChangeConfiguration, changeConfiguration } from './change-configuration.ts';
import { ChangeLimits, changeLimits } from './change-limits.ts';
import { ConfigurationAnswer, SomeSettings } from './configuration-representation.ts';
import { CreateAccount, CreatePlatformAccount, createAccount, createPlatformAccount } from './create-account.ts';
import { CreateKey, createKey } from './create-key.ts';
import { CreateToken, createToken } from './create-token.ts';
import { deleteKey } from './delete-key.ts';
import { FetchAccount, fetchAccount, fetchPlatformAccount } from './fetch-account.ts';
import { FetchConfiguration, fetchConfiguration } from './fetch-configuration.ts';
import { fetchKey, KeyPath } from './fetch-key.ts';
import { FetchLimits, fetchLimits } from './fetch-limits.ts';
import { LimitsAnswer } from './limits-representation.ts';
import { ListAccounts, listAccounts } from './list-accounts.ts';
import {
  ConfigurationVersions,
  ListConfigurationVersions,
  listConfigurationVersions,
} from './list-configuration-versions.ts';
import { ConfigurationList, ListConfigurations, listConfigurations } from './list-configurations.ts';
import { ListKeys, listKeys } from './list-keys.ts';
import { ListMicroServices, listMicroServices, MicroServiceList } from './list-micro-services.ts';
import { ListSubAccounts, listSubAccounts, SubAccountList } from './list-sub-accounts.ts';
import { PlatformAccount } from './representation.ts';
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
  tokenRoute('POST', platformAccounts, CreatePlatformAccount, createPlatformAccount, {
    summary: 'Enrol an account under the caller’s',
    description:
      'The operator gets a tenant, a tenant a sub-account. Time zone and currency are the parent’s when absent.',
    answer: PlatformAccount,
    status: 201,
    example: { FriendlyName: 'Example Ltd', TimeZone: 'Europe/London', Currency: 'GBP' },
  }),
  tokenRoute('GET', `${platformAccounts}/{AccountSid}`, FetchAccount, fetchPlatformAccount, {
    summary: 'Fetch an account with its time zone and currency',
    answer: PlatformAccount,
  }),
  tokenRoute('GET', `${platformAccounts}/{AccountSid}/SubAccounts`, ListSubAccounts, listSubAccounts, {
    summary: 'List the accounts under an account, the newest first',
    description: 'Of the operator: its tenants; of a tenant: its sub-accounts, without their credentials.',
    answer: SubAccountList,
  }),
  tokenRoute('GET', `${platformAccounts}/{AccountSid}/Limits`, FetchLimits, fetchLimits, {
    summary: 'Fetch what an account may ask a second',
    answer: LimitsAnswer,
  }),
  operatorRoute('POST', `${platformAccounts}/{AccountSid}/Limits`, ChangeLimits, changeLimits, {
    summary: 'Limit what an account may ask a second',
    description: 'By the operator; null takes the limit away. In force within 5 s, for the account’s sub-accounts too.',
    answer: LimitsAnswer,
    example: { RequestsPerSecond: 50 },
  }),
  tenantRoute('GET', '/v1/MicroServices', ListMicroServices, listMicroServices, {
    summary: 'List the micro-services with the JSON schema of their settings',
    answer: MicroServiceList,
  }),
  tokenRoute('GET', configurations, ListConfigurations, listConfigurations, {
    summary: 'List how every micro-service is configured for an account',
    answer: ConfigurationList,
  }),
  tokenRoute('GET', `${configurations}/{name}`, FetchConfiguration, fetchConfiguration, {
    summary: 'Fetch how a micro-service is configured for an account',
    answer: ConfigurationAnswer,
  }),
  tokenRoute('POST', `${configurations}/{name}`, ChangeConfiguration, changeConfiguration, {
    summary: 'Change settings of a micro-service',
    description: 'What is not given stays. The result is a new version, in force within 5 s.',
    answer: ConfigurationAnswer,
    body: SomeSettings,
    example: { EventCallbackUri: 'https://example.com/events' },
  }),
  tokenRoute('GET', `${configurations}/{name}/Versions`, ListConfigurationVersions, listConfigurationVersions, {
    summary: 'List the versions of a configuration, the newest first',
    answer: ConfigurationVersions,
  }),
  tenantRoute('POST', `${accounts}/{AccountSid}/Tokens.json`, CreateToken, createToken),
  ...keys('Keys', 'keys'),
  ...keys('SigningKeys', 'signing_keys'),
];

export const handler = api(routes);
