import type * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { commit } from '../../../lib/store/commit.ts';
import { askCarrier } from './at-carrier.ts';
import { deleteQueueItem, loadQueueOf } from './caller-queue-store.ts';
import type { QueuePath } from './fetch-queue.ts';

/**
 * Deletes a queue in which nobody waits (20409 otherwise: Twilio says no too, but publishes no number for it). The carrier
 * judges that, in one step with deleting it; then its name is free.
 */
export async function deleteQueue({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof QueuePath>>): Promise<Answer | Refusal> {
  const queue = await loadQueueOf(account.sid, parameters.Sid);
  if (queue === undefined) return refuse(20404, uri.path);
  const refusal = await askCarrier(queue, async (carrier, reference) => {
    const { size } = await carrier.fetchQueue(reference);
    if (size > 0) return refuse(20409, `${queue.sid} is not empty`);
    await carrier.deleteQueue(reference);
    return undefined;
  });
  if (isRefusal(refusal)) return refusal;
  const current = await loadQueueOf(account.sid, queue.sid);
  if (current === undefined || (await commit(deleteQueueItem(current))) === 'committed') return noContent;
  return refuse(20409, `${queue.sid} is being changed`);
}
