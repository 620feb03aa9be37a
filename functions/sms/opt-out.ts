import { Entity, type FormattedItem } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { prefix } from 'dynamodb-toolbox/transformers/prefix';
import type { Write } from '../../lib/store/commit.ts';
import { table } from '../../lib/store/table.ts';

/** Whether a person wants messages from a number of an account: what their last keyword said. No item: nobody asked. */
const OptOutEntity = new Entity({
  name: 'opt-out',
  table,
  timestamps: false,
  schema: item({
    /** `<account>#<its number>#<the person's number>` */
    pair: string().key().savedAs('PK').transform(prefix('OPT')),
    kind: string().key().const('OPT').savedAs('SK'),
    status: string().enum('stopped', 'started'),
    /** The message that said so. */
    messageSid: string(),
    changedAt: number(),
  }),
});
type OptOut = FormattedItem<typeof OptOutEntity>;

/** An account's number, or sender id, and a person's, in E.164. */
export interface Pair {
  readonly accountSid: string;
  readonly own: string;
  readonly person: string;
}

const keyOf = ({ accountSid, own, person }: Pair): string => `${accountSid}#${own}#${person}`;

/** Whether the person has said STOP to the number, and not START since (21610). */
export async function isStopped(pair: Pair): Promise<boolean> {
  const { Item } = await OptOutEntity.build(GetItemCommand)
    .key({ pair: keyOf(pair) })
    .options({ consistent: true })
    .send();
  return Item?.status === 'stopped';
}

/** Writes down what a person's keyword said; the last one counts. */
export const putOptOut = (pair: Pair, said: Pick<OptOut, 'status' | 'messageSid' | 'changedAt'>): Write =>
  OptOutEntity.build(PutTransaction).item({ ...said, pair: keyOf(pair) });
