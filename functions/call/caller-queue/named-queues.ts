import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { commit } from '../../../lib/store/commit.ts';
import { newSid } from '../../../lib/store/sid.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import type { TwimlDemands } from '../../../lib/twiml/demands.ts';
import { newCallerQueue, queueLimits } from './caller-queue.ts';
import { type CallerQueue, loadQueueNamed, putNewQueue } from './caller-queue-store.ts';

type Asking = { readonly accountSid: string; readonly carrier: string; readonly now: number };

/**
 * The queues that a document names, by their names. One that a call is to enter is born here, before the carrier is told;
 * one that is only dialled is not. A queue stays at its carrier: a call that is at another cannot come to it.
 */
export async function namedQueues(
  { entered, dialled }: TwimlDemands['queues'],
  asking: Asking,
): Promise<ReadonlyMap<string, CallerQueue> | Refusal> {
  const found = new Map<string, CallerQueue>();
  for (const name of new Set([...entered, ...dialled])) {
    const queue = entered.has(name) ? await findOrBear(name, asking) : await loadQueueNamed(asking.accountSid, name);
    if (queue === undefined) continue;
    if (queue.carrier !== asking.carrier) return refuse(20409, `the queue ${name} is at the carrier ${queue.carrier}`);
    found.set(name, queue);
  }
  return found;
}

const findOrBear = (friendlyName: string, { accountSid, carrier, now }: Asking): Promise<CallerQueue> =>
  untilCommitted(friendlyName, async () => {
    const queue = await loadQueueNamed(accountSid, friendlyName);
    if (queue !== undefined) return queue;
    const born = { sid: newSid('QU'), accountSid, friendlyName, maxSize: queueLimits.sizeDefault, carrier };
    await commit(putNewQueue(newCallerQueue(born, now)));
    return 'lost'; // Ours, or whoever was first: read it.
  });
