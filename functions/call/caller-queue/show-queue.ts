import { isRefusal } from '../../../lib/error/catalogue.ts';
import { factsOf } from './at-carrier.ts';
import type { CallerQueue } from './caller-queue-store.ts';
import { queueRepresentation } from './representation.ts';

/** A queue as the API shows it; refused while its carrier does not answer. */
export async function showQueue(queue: CallerQueue) {
  const facts = await factsOf(queue);
  return isRefusal(facts) ? facts : queueRepresentation(queue, facts);
}

/** How many are asked for at a time: a carrier takes only so many requests at once. */
const askedAtOnce = 10;

/** Queues as the API shows them, in their order. */
export async function showQueues(queues: readonly CallerQueue[]) {
  const shown: ReturnType<typeof queueRepresentation>[] = [];
  for (let start = 0; start < queues.length; start += askedAtOnce) {
    for (const one of await Promise.all(queues.slice(start, start + askedAtOnce).map(showQueue))) {
      if (isRefusal(one)) return one;
      shown.push(one);
    }
  }
  return shown;
}
