import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../../lib/http/paging.ts';
import { listPage } from '../../../lib/store/list.ts';
import { callerQueueOf } from './caller-queue-store.ts';
import { showQueues } from './show-queue.ts';

/** Parameters of `GET ~/Queues.json` (OpenAPI: ListQueue). */
export const ListQueues = z.object(pagingParameters);

/** A larger page is cut short, and has a next one: of each queue on it the carrier is asked. */
const queuesMax = 100;

/** An account's queues, newest first, those that callers were put into by name among them. */
export async function listQueues({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListQueues>>): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const listing = { index: 'list', partition: `${account.sid}#queue`, ...asked.place } as const;
  const { items, ...around } = await listPage(listing, Math.min(asked.size, queuesMax));
  const shown = await showQueues(items.map(callerQueueOf));
  return isRefusal(shown) ? shown : json(pageAnswer('queues', shown, { ...asked, ...around }, uri));
}
