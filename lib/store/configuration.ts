import { Entity, type FormattedItem, type InputItem } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { record } from 'dynamodb-toolbox/schema/record';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import { table } from './table.ts';

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
        owner: `${change.accountSid}#MS#${change.microService}`,
        version: String(version),
        settings: change.settings,
        changedBy: change.changedBy,
        changedAt: change.changedAt,
      })
      .options({ condition: { attr: 'version', exists: false } }),
  ];
}
