import type { Carrier } from '../../../lib/carrier/carrier.ts';
import type { State } from '../question.ts';
import { bindQueue } from './at-carrier.ts';
import { loadQueueOf } from './caller-queue-store.ts';

/**
 * A carrier asks about a call in a queue: from now on the queue is known by what the carrier calls it. `gone`: the queue was
 * deleted while the document that names it was with the carrier, and nobody would ever come for who waits in it.
 */
export async function noteQueue(
  { accountSid, queueSid }: State,
  carrier: Carrier,
  carrierSid: string | undefined,
): Promise<'noted' | 'gone'> {
  if (queueSid === undefined || !carrierSid) return 'noted';
  const queue = await loadQueueOf(accountSid, queueSid);
  if (queue === undefined) return 'gone';
  if (queue.reference?.id !== carrierSid)
    await bindQueue(accountSid, queueSid, { carrier: carrier.id, account: carrier.account, id: carrierSid });
  return 'noted';
}
