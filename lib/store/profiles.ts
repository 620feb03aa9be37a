import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from './commit.ts';
import { revised, unrevised } from './revision.ts';
import { table } from './table.ts';

/** The rate plans by which an account pays, past, present and planned: one item an account. */
export const ProfilesEntity = new Entity({
  name: 'profiles',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('ACC')),
    kind: string().key().const('PROFILES').savedAs('SK'),
    revision: number(),
    profiles: list(
      map({
        /** A micro-service's name, or `*` for all that have none of their own. */
        microService: string(),
        /** From this instant on, epoch milliseconds; 0: always. */
        validFrom: number(),
        plan: string(),
        /** The named tier of the plan; absent: none. */
        tier: string().optional(),
        /** Single prices that the account has otherwise; the price is decimal text. */
        overrides: list(map({ meter: string(), prefix: string().optional(), price: string() })).optional(),
      }),
    ),
  }),
});
export type Profiles = FormattedItem<typeof ProfilesEntity>;
export type Profile = Profiles['profiles'][number];

/** Puts a new account's profiles. */
export const putNewProfiles = (accountSid: string, profiles: Profile[]): Write =>
  ProfilesEntity.build(PutTransaction)
    .item({ accountSid, revision: 0, profiles })
    .options({ condition: { attr: 'accountSid', exists: false } });

/** Puts changed profiles, on condition that nobody changed them since they were loaded. */
export const putChangedProfiles = (loaded: Profiles, profiles: Profile[]): Write =>
  ProfilesEntity.build(PutTransaction)
    .item(revised(loaded, { profiles }))
    .options({ condition: unrevised(loaded) });
