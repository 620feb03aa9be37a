import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { environment } from '../environment/environment.ts';
import { type Refusal, refuse } from '../error/catalogue.ts';
import { type Account, AccountEntity } from '../store/account.ts';
import { type Configuration, ConfigurationEntity } from '../store/configuration.ts';
import { documents } from '../store/table.ts';
import { statusOf } from './account-access.ts';
import { type MicroService, type SettingsOf, settingsOf } from './micro-service.ts';
import { remembered } from './remembered.ts';

const staleForMilliseconds = 5_000;

type Stored = { readonly account: Account; readonly configuration: Configuration | undefined };

/** How an account stands with a micro-service: the account, its settings with defaults filled in, and their version. */
export type Standing<Settings> = {
  readonly account: Account;
  readonly settings: Settings;
  /** 0: no configuration of its own, the defaults. */
  readonly version: number;
};

/**
 * Reads account and configuration at once, at most 5 s old, and admits: a suspended or closed account, or one for
 * which the micro-service is not enabled, is refused. `evenDisabled`: another setting allows what is asked for.
 */
export async function admit<Service extends MicroService>(
  accountSid: string,
  service: Service,
  { evenDisabled = false }: { readonly evenDisabled?: boolean } = {},
): Promise<Standing<SettingsOf<Service>> | Refusal> {
  const found = await stored(`${accountSid} ${service.name}`);
  if (found === undefined) return refuse(20404, accountSid);
  const { account, configuration } = found;
  const status = await statusOf(account);
  if (status !== 'active') return refuse(20005, status);
  const settings = settingsOf(service, configuration?.settings);
  if (!settings.Enabled && !evenDisabled) return refuse(20010, service.name);
  return { account, settings, version: configuration?.version ?? 0 };
}

const stored = remembered(load, { forMilliseconds: staleForMilliseconds });

async function load(key: string): Promise<Stored | undefined> {
  const [accountSid = '', microService = ''] = key.split(' ');
  const TableName = environment().tableName;
  const PK = `ACC#${accountSid}`;
  const Keys = [
    { PK, SK: 'ACCOUNT' },
    { PK, SK: `MS#${microService}` },
  ];
  const { Responses, UnprocessedKeys } = await documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
  );
  if (UnprocessedKeys?.[TableName] !== undefined) throw new Error(`The table did not answer for ${accountSid}`);
  const items = Responses?.[TableName] ?? [];
  const account = items.find(({ SK }) => SK === 'ACCOUNT');
  const configuration = items.find(({ SK }) => SK !== 'ACCOUNT');
  if (account === undefined) return undefined;
  return {
    account: AccountEntity.build(EntityFormatter).format(account),
    configuration: configuration && ConfigurationEntity.build(EntityFormatter).format(configuration),
  };
}
