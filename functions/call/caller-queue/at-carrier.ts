import { type QueueFacts, queueNameTaken } from '../../../lib/carrier/caller-queue.ts';
import { type Carrier, CarrierError, type CarrierReference } from '../../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import { log } from '../../../lib/http/log.ts';
import { commit } from '../../../lib/store/commit.ts';
import { untilCommitted } from '../../../lib/store/until-committed.ts';
import { type CallerQueue, loadQueueOf, putChangedQueue } from './caller-queue-store.ts';

const unknown = 20404;

/**
 * Asks a queue's carrier, and answers what it said or why it said nothing. A queue that the carrier does not have yet, or
 * has no more, is made there first: by what was asked, nobody waits in it.
 */
export async function askCarrier<Answered>(
  queue: CallerQueue,
  ask: (carrier: Carrier, reference: CarrierReference) => Promise<Answered>,
): Promise<Answered | Refusal> {
  const carrier = carrierNamed(queue.carrier)?.concerning(queue);
  if (carrier === undefined) return refuse(20503, `carrier ${queue.carrier} is not configured`);
  try {
    if (queue.reference === undefined) return await ask(carrier, (await madeThere(carrier, queue)).reference);
    return await ask(carrier, queue.reference).catch(async (error) => {
      if (!isUnknown(error) || (await isThere(carrier, queue.reference))) throw error;
      return ask(carrier, (await madeThere(carrier, queue)).reference);
    });
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error;
    return refusalOf(error, queue.sid);
  }
}

/** How many wait in a queue, and for how long, as its carrier knows it now. */
export const factsOf = (queue: CallerQueue): Promise<QueueFacts | Refusal> =>
  askCarrier(queue, (carrier, reference) => carrier.fetchQueue(reference));

/** Makes the queue at its carrier, or finds it there, of the size that it should have; from then on it is known by its reference. */
export async function madeThere(carrier: Carrier, queue: CallerQueue): Promise<QueueFacts> {
  const facts = await made(carrier, queue);
  const right = facts.maxSize === queue.maxSize ? facts : await carrier.resizeQueue(facts.reference, queue.maxSize);
  await bindQueue(queue.accountSid, queue.sid, right.reference);
  return right;
}

async function made(carrier: Carrier, { sid, maxSize }: CallerQueue): Promise<QueueFacts> {
  try {
    return await carrier.createQueue(sid, maxSize);
  } catch (error) {
    const perhaps = error instanceof CarrierError && (error.kind === 'ambiguous' || error.code === queueNameTaken);
    const found = perhaps ? await carrier.findQueue(sid) : undefined;
    if (found === undefined) throw error;
    return found;
  }
}

/** Notes what the carrier calls a queue. */
export async function bindQueue(accountSid: string, sid: string, reference: CarrierReference): Promise<void> {
  await untilCommitted(sid, async () => {
    const queue = await loadQueueOf(accountSid, sid);
    if (queue === undefined || queue.reference?.id === reference.id) return 'committed';
    return commit(putChangedQueue(queue, { reference }));
  });
}

const isUnknown = (error: unknown): boolean => error instanceof CarrierError && error.code === unknown;

/** Whether what the carrier does not know is not the queue itself. */
async function isThere(carrier: Carrier, reference: CarrierReference | undefined): Promise<boolean> {
  if (reference === undefined) return false;
  return carrier.fetchQueue(reference).then(
    () => true,
    (error) => {
      if (isUnknown(error)) return false;
      throw error;
    },
  );
}

function refusalOf(error: CarrierError, detail: string): Refusal {
  if (isUnknown(error)) return refuse(unknown, detail);
  log.warn('The carrier did not do what a queue needs', { kind: error.kind, code: error.code, reason: error.message });
  if (error.kind === 'rejected') return refuse(20409, `${detail}: the carrier says no`);
  return error.kind === 'throttled' ? refuse(20429, detail) : refuse(20503, 'the carrier does not answer');
}
