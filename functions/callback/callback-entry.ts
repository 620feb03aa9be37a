import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { dueKeys } from '../../lib/store/due.ts';
import { OutboxEntity, type OutboxEntry } from '../../lib/store/outbox.ts';
import { table } from '../../lib/store/table.ts';

type Key = Pick<OutboxEntry, 'sid' | 'sequence'>;

/** The action of outbox entries that are event callbacks. */
export const callbackAction = 'callback.send';

/** The same resource's callback before this one; undefined when this is the first. */
export async function entryBefore({ sid, sequence }: Key): Promise<OutboxEntry | undefined> {
  const { Items = [] } = await table
    .build(QueryCommand)
    .query({ partition: `OUT#${sid}`, range: { lt: sequence } })
    .entities(OutboxEntity)
    .options({ consistent: true, reverse: true })
    .send();
  return Items.find((entry) => entry.action === callbackAction);
}

/** What an attempt leaves in the entry: delivered, to be tried again at a time of its own, or neither. */
export type Outcome = { readonly attempts: number; readonly delivered: boolean; readonly retryAt?: number };

/** Notes an attempt that ended at `at`. Does nothing when the entry has expired. */
export async function noteAttempt({ sid, sequence }: Key, { attempts, delivered, retryAt }: Outcome, at: number) {
  const due = { at: retryAt ?? 0, owner: 'callback', what: 'callback.retry', id: `${sid}/${sequence}` };
  try {
    await OutboxEntity.build(UpdateItemCommand)
      .item({
        sid,
        sequence,
        attempts,
        attemptedAt: at,
        ...(delivered && { deliveredAt: at }),
        ...(retryAt === undefined ? { duePK: $remove(), dueSK: $remove() } : dueKeys('minute', due)),
      })
      .options({ condition: { attr: 'sid', exists: true } })
      .send();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Reads the id of a due entry that `noteAttempt` has made. */
export function keyOf(id: string): Key {
  const [sid = '', sequence = ''] = id.split('/');
  return { sid, sequence };
}
