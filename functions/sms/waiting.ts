import { slotDueAt } from '../../lib/pace/wait-for-slot.ts';
import { dueKeys } from '../../lib/store/due.ts';

/** Without a final report after so long, a message that was due to be sent is closed as what is known of it. */
export const closedAfterMilliseconds = 4 * 60 * 60 * 1_000;

/** When a message was made, and what it waits for; epoch milliseconds. */
interface Waiting {
  readonly sid: string;
  readonly createdAt: number;
  readonly sendAt?: number | undefined;
  readonly slotAt?: number | undefined;
  readonly validitySeconds?: number | undefined;
}

/** When the message may be sent: its slot, else when it was scheduled for, else at once. */
const sendableAt = ({ slotAt, sendAt, createdAt }: Waiting): number => slotAt ?? sendAt ?? createdAt;

/** Until when a message that no carrier has taken is still to be sent; `undefined`: nobody set an end. */
export const validUntil = ({ createdAt, sendAt, validitySeconds }: Waiting): number | undefined =>
  validitySeconds === undefined ? undefined : (sendAt ?? createdAt) + validitySeconds * 1_000;

/** When a message is closed, if nothing was heard of it. */
export const closesAt = (message: Waiting): number =>
  Math.max(sendableAt(message) + closedAfterMilliseconds, validUntil(message) ?? 0);

/** Due when the message is to be closed: a carrier has been asked. */
export const overdueKeys = (message: Waiting) =>
  dueKeys('minute', { at: closesAt(message), owner: 'sms', what: 'message.overdue', id: message.sid });

/** Due when the message is to be sent, or, where that is sooner, when it is not valid any more. */
export const sendKeys = (message: Waiting, at: number) =>
  dueKeys('minute', {
    at: Math.min(at, validUntil(message) ?? at),
    owner: 'sms',
    what: 'message.send',
    id: message.sid,
  });

const settledAfterMilliseconds = 60_000;

/**
 * Due when an ambiguous message is looked up at its carrier: after a minute, then each time as long again as it has
 * been ambiguous; when there is no time left for that, when it is closed.
 */
export function settleKeys(message: Waiting, askedAt: number, now: number) {
  const at = now + Math.max(settledAfterMilliseconds, now - askedAt);
  if (at >= closesAt(message)) return overdueKeys(message);
  return dueKeys('minute', { at, owner: 'sms', what: 'message.settle', id: message.sid });
}

/** Due a minute before the slot, from where the queue holds it; for a slot within this minute, at the slot. */
export const slotKeys = (message: Waiting, slotAt: number, now: number) => sendKeys(message, slotDueAt(slotAt, now));
