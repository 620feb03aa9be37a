import { log } from '../../lib/http/log.ts';
import { sendToQueue } from '../../lib/queue/send-to-queue.ts';
import type { DueMessage } from '../../lib/store/outbox.ts';
import type { Message } from './message.ts';
import { heldWithinMilliseconds } from './waiting.ts';

/**
 * Holds a message that has a slot within the next minute in the queue until then: what is due is looked at each
 * minute only. A later slot is left to its due entry, which comes a minute before it; so is one that the queue did
 * not take.
 */
export async function holdForSlot({ sid, accountSid, slotAt }: Message, now: number): Promise<void> {
  if (slotAt === undefined || slotAt - now > heldWithinMilliseconds) return;
  const due: DueMessage['due'] = { at: slotAt, what: 'message.send', id: sid };
  // Whole seconds are all that a queue can hold; what is left is waited for when it comes.
  const delaySeconds = Math.max(0, Math.floor((slotAt - now) / 1_000));
  try {
    await sendToQueue('sms', [{ body: { due }, accountSid, delaySeconds }]);
  } catch (error) {
    log.error('A message could not be held in the queue, and comes when it is due', { sid, error });
  }
}
