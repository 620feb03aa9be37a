import { holdForSlot as hold } from '../../lib/pace/wait-for-slot.ts';
import type { Message } from './message.ts';

/** Holds a message that has a slot within the next minute in the queue until then; a later one comes by its due entry. */
export async function holdForSlot({ sid: id, accountSid, slotAt }: Message, now: number): Promise<void> {
  if (slotAt !== undefined) await hold({ at: slotAt, owner: 'sms', what: 'message.send', id, accountSid }, now);
}
