import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { Write } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';
import type { Call } from './call-store.ts';

/** How many calls of an account live that a limit has let in. It moves in the transactions of their beginnings and ends. */
const LiveCallsEntity = new Entity({
  name: 'live-calls',
  table,
  timestamps: false,
  schema: item({
    accountSid: string().key().savedAs('PK').transform(prefix('LIV')),
    kind: string().key().const('CALLS').savedAs('SK'),
    live: number(),
  }),
});

/**
 * The writes that let a call in, on condition that fewer than `max` live; none where there is no limit (0). The call is
 * stored as `counted`, so that its end takes back what its beginning added, whatever the limit is by then.
 */
export const countIn = (accountSid: string, max: number): Write[] =>
  max === 0
    ? []
    : [
        LiveCallsEntity.build(UpdateTransaction)
          .item({ accountSid, live: $add(1) })
          .options({
            condition: {
              or: [
                { attr: 'live', exists: false },
                { attr: 'live', lt: max },
              ],
            },
          }),
      ];

/** The writes that count a call out, if it was counted. They belong to the transaction of its end. */
export const countOut = ({ accountSid, counted }: Pick<Call, 'accountSid' | 'counted'>): Write[] =>
  counted === true ? [LiveCallsEntity.build(UpdateTransaction).item({ accountSid, live: $add(-1) })] : [];

/** The refusal of a call beyond the limit, as it is now; undefined where there is room. */
export async function crowded(accountSid: string, max: number): Promise<Refusal | undefined> {
  if (max === 0) return undefined;
  const { Item } = await LiveCallsEntity.build(GetItemCommand).key({ accountSid }).options({ consistent: true }).send();
  return (Item?.live ?? 0) < max ? undefined : refuse(20429, `the account has ${max} calls at once, as many as it may`);
}
