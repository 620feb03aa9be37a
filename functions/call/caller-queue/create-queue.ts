import * as z from 'zod/mini';
import { carrierForNew } from '../../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, created } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { optionalInteger, required } from '../../../lib/http/parameter.ts';
import { commit } from '../../../lib/store/commit.ts';
import { newCallerQueue, queueLimits } from './caller-queue.ts';
import { deleteQueueItem, loadQueueOf, putNewQueue } from './caller-queue-store.ts';
import { showQueue } from './show-queue.ts';

/** Parameters of `POST ~/Queues.json` (OpenAPI: CreateQueue). */
export const CreateQueue = z.object({
  FriendlyName: required(20001, queueLimits.nameCharactersMax),
  MaxSize: optionalInteger(1, queueLimits.sizeMax),
});

/**
 * Makes a queue: stored first, then made at the carrier, so that it can be dialled before anybody is put into it. A name
 * that the account has already is refused (22003); what the carrier does not make is taken back.
 */
export async function createQueue({
  parameters,
  account,
  now,
  newSid,
}: TenantRequest<z.infer<typeof CreateQueue>>): Promise<Answer | Refusal> {
  const sid = newSid('QU');
  const { FriendlyName: friendlyName, MaxSize: maxSize = queueLimits.sizeDefault } = parameters;
  const born = { sid, accountSid: account.sid, friendlyName, maxSize, carrier: carrierForNew().id };
  await commit(putNewQueue(newCallerQueue(born, now)));
  // Lost: to an earlier attempt of the same request, or to another queue of that name.
  const queue = await loadQueueOf(account.sid, sid);
  if (queue === undefined) return refuse(22003, friendlyName);
  const shown = await showQueue(queue);
  if (!isRefusal(shown)) return created(shown);
  const current = await loadQueueOf(account.sid, sid);
  if (current !== undefined) await commit(deleteQueueItem(current));
  return shown;
}
