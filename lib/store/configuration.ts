import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { record } from 'dynamodb-toolbox/schema/record';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { environment } from '../environment/environment.ts';
import type { Write } from './commit.ts';
import { documents, table } from './table.ts';

// DynamoDB reads at most so many items at once.
const batchMax = 100;

/** An account's configuration of one micro-service, as it is now. No item means the defaults, version 0. */
export const ConfigurationEntity = new Entity({
  name: 'configuration',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('ACC')),
    microService: string().key().savedAs('SK').transform(prefix('MS')),
    version: number(),
    /** What the account set; its schema is the micro-service's own. */
    settings: record(string(), any()),
  }),
});
export type Configuration = FormattedItem<typeof ConfigurationEntity>;

/** A past or present version: who set what, when. Never changed. */
const ConfigurationHistoryEntity = new Entity({
  name: 'configuration-history',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#MS#<micro-service>` */
    owner: string().key().savedAs('PK').transform(prefix('ACC')),
    version: string().key().savedAs('SK').transform(prefix('V')),
    settings: record(string(), any()),
    changedBy: string(),
    changedAt: number(),
  }),
});

export type ConfigurationVersion = FormattedItem<typeof ConfigurationHistoryEntity>;

const ownerOf = (accountSid: string, microService: string): string => `${accountSid}#MS#${microService}`;

/** An account's configuration of a micro-service as it is now; undefined: the defaults. */
export async function loadConfiguration(accountSid: string, microService: string): Promise<Configuration | undefined> {
  const { Item } = await ConfigurationEntity.build(GetItemCommand)
    .key({ accountSid, microService })
    .options({ consistent: true })
    .send();
  return Item;
}

/** The configurations that some accounts have of some micro-services, in no order. */
export async function loadConfigurations(
  accountSids: readonly string[],
  microServices: readonly string[],
): Promise<Configuration[]> {
  const keys = accountSids.flatMap((sid) => microServices.map((name) => ({ PK: `ACC#${sid}`, SK: `MS#${name}` })));
  const items = await readKeys(keys);
  return items.map((item) => ConfigurationEntity.build(EntityFormatter).format(item));
}

/** Versions `newest`, `newest - 1`, … of a configuration, at most 100 of them, newest first. */
export async function loadConfigurationVersions(
  accountSid: string,
  microService: string,
  newest: number,
  count: number,
): Promise<ConfigurationVersion[]> {
  const versions = Array.from({ length: Math.min(newest, count, batchMax) }, (_, index) => newest - index);
  const PK = `ACC#${ownerOf(accountSid, microService)}`;
  const items = await readKeys(versions.map((version) => ({ PK, SK: `V#${version}` })));
  return items
    .map((item) => ConfigurationHistoryEntity.build(EntityFormatter).format(item))
    .sort((one, other) => Number(other.version) - Number(one.version));
}

async function readKeys(keys: readonly { PK: string; SK: string }[]): Promise<Record<string, unknown>[]> {
  const TableName = environment().tableName;
  const found: Record<string, unknown>[] = [];
  for (let left: Record<string, unknown>[] = [...keys]; left.length > 0; ) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: left.slice(0, batchMax), ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[TableName] ?? []));
    left = [...(UnprocessedKeys?.[TableName]?.Keys ?? []), ...left.slice(batchMax)];
  }
  return found;
}

type Change = {
  readonly accountSid: string;
  readonly microService: string;
  /** The version now stored; 0 when there is none. */
  readonly from: number;
  readonly settings: Record<string, unknown>;
  readonly changedBy: string;
  readonly changedAt: number;
};

/** The writes that make a new version the current one, on condition that `from` still is. */
export function changeConfiguration(change: Change): Write[] {
  const version = change.from + 1;
  const current: InputItem<typeof ConfigurationEntity> = {
    accountSid: change.accountSid,
    microService: change.microService,
    version,
    settings: change.settings,
  };
  return [
    ConfigurationEntity.build(PutTransaction)
      .item(current)
      .options({
        condition: change.from === 0 ? { attr: 'version', exists: false } : { attr: 'version', eq: change.from },
      }),
    ConfigurationHistoryEntity.build(PutTransaction)
      .item({
        owner: ownerOf(change.accountSid, change.microService),
        version: String(version),
        settings: change.settings,
        changedBy: change.changedBy,
        changedAt: change.changedAt,
      })
      .options({ condition: { attr: 'version', exists: false } }),
  ];
}
