import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { loadQueueOf } from './caller-queue-store.ts';
import { showQueue } from './show-queue.ts';

/** Parameters of a path that names a queue. */
export const QueuePath = z.object({ Sid: z.string() });

/** One queue, and how many wait in it (OpenAPI: FetchQueue). */
export async function fetchQueue({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof QueuePath>>): Promise<Answer | Refusal> {
  const queue = await loadQueueOf(account.sid, parameters.Sid);
  if (queue === undefined) return refuse(20404, uri.path);
  const shown = await showQueue(queue);
  return isRefusal(shown) ? shown : json(shown);
}
