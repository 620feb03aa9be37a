import type { Carrier } from '../../lib/carrier/carrier.ts';
import { environment } from '../../lib/environment/environment.ts';
import { takeSlot } from '../../lib/pace/take-slot.ts';
import { slotDueAt } from '../../lib/pace/wait-for-slot.ts';
import { dueKeys } from '../../lib/store/due.ts';
import type { Call, NewCall } from './call-store.ts';
import type { Order } from './hand-to-carrier.ts';
import { extendedAt, extendKeys, isExtendable } from './limit.ts';
import { overdueAfterMilliseconds } from './overdue.ts';

/** A slot in the future for which a call must wait, and whose it is. */
export type Turn = Pick<NonNullable<Call['waiting']>, 'slotOf' | 'slotAt'>;

/**
 * Takes the account's next slot, and when that has come the carrier's: a slot of the carrier's is taken only by who can
 * use it, or a slow account would leave the others none. `now`: it is its turn. `full`: it would wait beyond `until`.
 */
export async function takeTurn(
  accountSid: string,
  callsPerSecond: number,
  carrier: Carrier,
  until: number,
  now: number,
): Promise<'now' | 'full' | Turn> {
  const pace = { perSecond: callsPerSecond, backlogMaxMilliseconds: until - now };
  const slotAt = await takeSlot(`call#${accountSid}`, pace, now);
  if (slotAt === 'full') return 'full';
  return slotAt > now ? { slotOf: 'account', slotAt } : takeCarriersTurn(carrier, until, now);
}

/** Takes the next slot of a carrier, over all accounts. */
export async function takeCarriersTurn(carrier: Carrier, until: number, now: number): Promise<'now' | 'full' | Turn> {
  const { accountSid, callsPerSecond } = environment().carrier;
  const pace = { perSecond: callsPerSecond, backlogMaxMilliseconds: until - now };
  const slotAt = await takeSlot(`carrier#${carrier.id}#${accountSid}`, pace, now);
  if (slotAt === 'full') return 'full';
  return slotAt > now ? { slotOf: 'carrier', slotAt } : 'now';
}

/** Due when a waiting call is to be placed, or to be held in the queue for that. */
export const placeKeys = (sid: string, slotAt: number, now: number) =>
  dueKeys('minute', { at: slotDueAt(slotAt, now), owner: 'call', what: 'call.place', id: sid });

/**
 * Due when a call that is placed now ought to have ended: it rings first, then it may last its limit. One whose money is
 * kept back for less is due before that.
 */
export function overdueKeys(call: NewCall, { ringSeconds }: Order, now: number): { duePK: string; dueSK: string } {
  const { sid: id, limitSeconds } = call;
  const placed = { ...call, placedAt: now };
  if (isExtendable(placed)) return extendKeys(placed, extendedAt(placed, now));
  const at = now + (ringSeconds + limitSeconds) * 1_000 + overdueAfterMilliseconds;
  return dueKeys('minute', { at, owner: 'call', what: 'call.overdue', id });
}
