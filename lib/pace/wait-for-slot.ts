import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../http/log.ts';
import type { Due } from '../store/due.ts';

/** A slot that is no further off is held in the queue; one further off comes by its due entry, so long before. */
export const heldWithinMilliseconds = 60_000;

/** A queue holds a message for whole seconds; so much may be left when it comes. */
const sleptForMilliseconds = 1_000;

/** What waits for its slot (`at`), as its due entry names it, and whose it is. */
export type Waiting = Due & { readonly accountSid: string };

/** When the due entry of what waits is due: a minute before its slot, from where the queue holds it; else at the slot. */
export const slotDueAt = (slotAt: number, now: number): number =>
  slotAt - now > heldWithinMilliseconds ? slotAt - heldWithinMilliseconds : slotAt;

/**
 * Holds what has a slot within the next minute in its owner's queue until then: what is due is looked at each minute
 * only. A later slot is left to its due entry, which comes a minute before it; so is one that the queue did not take.
 */
export async function holdForSlot({ at, owner, what, id, accountSid }: Waiting, now: number): Promise<void> {
  if (at - now > heldWithinMilliseconds) return;
  // Whole seconds are all that a queue can hold; what is left is waited for when it comes.
  const delaySeconds = Math.max(0, Math.floor((at - now) / 1_000));
  try {
    // Few wait, and the queues' client is heavy to load.
    const { sendToQueue } = await import('../queue/send-to-queue.ts');
    await sendToQueue(owner, [{ body: { due: { at, what, id } }, accountSid, delaySeconds }]);
  } catch (error) {
    log.error('What waits for its slot could not be held in the queue, and comes when it is due', { id, error });
  }
}

/**
 * Waits for what a queue could not hold, less than a second, and answers the instant at which the slot has come;
 * `early`: it is further off.
 */
export async function untilSlot(slotAt: number, now: number): Promise<number | 'early'> {
  const left = Math.max(0, slotAt - now);
  if (left > sleptForMilliseconds) return 'early';
  if (left > 0) await sleep(left);
  return now + left;
}
