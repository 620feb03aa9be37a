import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { takeSlot as takeSlotOf } from '../../lib/pace/take-slot.ts';

/** A sender's queue reaches so far: what would wait longer is refused (21611). */
const backlogMaxMilliseconds = 4 * 60 * 60 * 1_000;

/** Who sends: the account, and its number in E.164 or its sender id. */
export interface Sender {
  readonly accountSid: string;
  readonly from: string;
}

/** Takes the next slot of a sender's queue, in epoch milliseconds. Refuses with 21611 beyond 4 hours. */
export async function takeSlot(sender: Sender, messagesPerSecond: number, now: number): Promise<number | Refusal> {
  const pace = { perSecond: messagesPerSecond, backlogMaxMilliseconds };
  const slot = await takeSlotOf(`${sender.accountSid}#${sender.from}`, pace, now);
  return slot === 'full' ? refuse(21611, sender.from) : slot;
}
