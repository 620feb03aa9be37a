import { createHash } from 'node:crypto';
import { Entity } from 'dynamodb-toolbox/entity';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { ledgerLine } from '../../../lib/metering/rate-usage.ts';
import { addToRollups } from '../../../lib/metering/rollup.ts';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { isCancelled, type Write } from '../../../lib/store/commit.ts';
import { table } from '../../../lib/store/table.ts';
import { standardPlan } from './reference.ts';
import type { Consumer } from './storm.ts';

const MarkEntity = new Entity({
  name: 'mark',
  table,
  timestamps: false,
  schema: item({
    name: string().key().savedAs('PK'),
    kind: string().key().savedAs('SK'),
    newest: number().optional(),
  }),
});

const hashOf = (batch: readonly UsageEvent[]): string =>
  createHash('sha256')
    .update(batch.map(({ accountSid, id }) => `${accountSid} ${id}`).join('\n'))
    .digest('hex');

/** Writes; a failed condition means that the batch was counted before. */
async function write(writes: readonly Write[], clientRequestToken?: string): Promise<readonly UsageEvent[]> {
  const [first, ...others] = writes;
  if (first === undefined) return [];
  try {
    await (clientRequestToken === undefined
      ? execute(first, ...others)
      : execute({ clientRequestToken }, first, ...others));
  } catch (error) {
    const reasons = isCancelled(error) ? (error.CancellationReasons ?? []) : [];
    if (!reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw error;
  }
  return [];
}

const rated = (event: UsageEvent) => ledgerLine(event, standardPlan);

/** Consumers that others have built and that overcount or lose: the storm must find out each of them (billing.md, Proof). */
export const wrongConsumers: Readonly<Record<string, Consumer>> = {
  'ADD per batch': (batch) => write(addToRollups(batch.map(rated))),
  'request token = hash of the batch': (batch) => write(addToRollups(batch.map(rated)), hashOf(batch).slice(0, 36)),
  'a durable marker of the batch’s hash': (batch) => {
    const mark = MarkEntity.build(PutTransaction)
      .item({ name: 'BATCH', kind: hashOf(batch) })
      .options({ condition: { attr: 'kind', exists: false } });
    return write([mark, ...addToRollups(batch.map(rated))]);
  },
  'last sequence < newest, then add the whole batch': (batch) => {
    const newest = Math.max(...batch.map(({ resourceSid }) => Number.parseInt(resourceSid.slice(2), 16)));
    const cursor = MarkEntity.build(UpdateTransaction)
      .item({ name: 'CURSOR', kind: 'CURSOR', newest })
      .options({
        condition: {
          or: [
            { attr: 'newest', exists: false },
            { attr: 'newest', lt: newest },
          ],
        },
      });
    return write([cursor, ...addToRollups(batch.map(rated))]);
  },
};
