import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { optionalInteger, optionalText } from '../../../lib/http/parameter.ts';
import { commit } from '../../../lib/store/commit.ts';
import { askCarrier } from './at-carrier.ts';
import { queueLimits } from './caller-queue.ts';
import { type CallerQueue, loadQueueNamed, loadQueueOf, putChangedQueue } from './caller-queue-store.ts';
import { queueRepresentation } from './representation.ts';

/** Parameters of `POST ~/Queues/{Sid}.json` (OpenAPI: UpdateQueue). */
export const UpdateQueue = z.object({
  Sid: z.string(),
  FriendlyName: optionalText(queueLimits.nameCharactersMax),
  MaxSize: optionalInteger(1, queueLimits.sizeMax),
});
type Parameters = z.infer<typeof UpdateQueue>;

/** Gives a queue another name or size. Its name is ours alone; whom it takes is the carrier's doing, so that is asked first. */
export async function updateQueue(request: TenantRequest<Parameters>): Promise<Answer | Refusal> {
  const { parameters, account, uri, now } = request;
  const queue = await loadQueueOf(account.sid, parameters.Sid);
  if (queue === undefined) return refuse(20404, uri.path);
  const changes = changesOf(queue, parameters);
  const taken = await loadQueueNamed(account.sid, changes.friendlyName);
  if (taken !== undefined && taken.sid !== queue.sid) return refuse(22003, changes.friendlyName);
  const facts = await askCarrier(queue, (carrier, reference) => carrier.resizeQueue(reference, changes.maxSize));
  if (isRefusal(facts)) return facts;
  // The carrier may have been told of the queue just now.
  const current = await loadQueueOf(account.sid, queue.sid);
  if (current === undefined) return refuse(20404, uri.path);
  if ((await commit(putChangedQueue(current, { ...changes, updatedAt: now }))) !== 'committed')
    return refuse(20409, `${queue.sid} is being changed`);
  return json(queueRepresentation({ ...current, ...changes, updatedAt: now }, facts));
}

const changesOf = ({ friendlyName, maxSize }: CallerQueue, { FriendlyName, MaxSize }: Parameters) => ({
  friendlyName: FriendlyName || friendlyName,
  maxSize: MaxSize ?? maxSize,
});
