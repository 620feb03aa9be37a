import { dueKeys, parseDue } from '../../lib/store/due.ts';
import type { Call } from './call-store.ts';
import { overdueAfterMilliseconds, ringingMaxMilliseconds } from './overdue.ts';

/** What is due is looked at each minute: so long before a call's limit its next interval is kept back. */
const leadMilliseconds = 120_000;

/** A carrier that was not told the limit of a call, since we died meanwhile, is told by then. */
export const limitToldMilliseconds = 30_000;

/** A message that a queue has held comes up to a second before what it was held for. */
const earlyAtMostMilliseconds = 1_000;

type Limited = Pick<
  Call,
  'sid' | 'createdAt' | 'placedAt' | 'answeredAt' | 'limitSeconds' | 'limitMaxSeconds' | 'limitAsked'
>;

/** The earliest instant at which the carrier may end the call at its limit: that nobody told of its answer makes it earlier. */
export const endsAt = ({ answeredAt, placedAt, createdAt, limitSeconds }: Limited): number =>
  (answeredAt ?? placedAt ?? createdAt) + limitSeconds * 1_000;

/** Whether the call may go on beyond its limit, if there is money. */
export const isExtendable = ({ limitMaxSeconds, limitSeconds }: Limited): boolean =>
  limitMaxSeconds !== undefined && limitMaxSeconds > limitSeconds;

/** When the money for more of a call is to be kept back: well before its limit, or half way to one that is near. */
export const extendedAt = (call: Limited, now: number): number => {
  const left = Math.max(0, endsAt(call) - now);
  return now + Math.max(left - leadMilliseconds, Math.floor(left / 2));
};

/** Due when money for more of a live call is to be kept back. */
export const extendKeys = ({ sid: id }: Limited, at: number) =>
  dueKeys('minute', { at, owner: 'call', what: 'call.hold', id });

/** Whether what is due of a call is due later. */
export const isNotDueYet = ({ dueSK }: Pick<Call, 'dueSK'>, now: number): boolean =>
  dueSK !== undefined && parseDue(dueSK).at > now + earlyAtMostMilliseconds;

/** Due next for a live call: more money, where it may go on; else that it ought to have ended. */
export function limitKeys(call: Limited, now: number): { duePK: string; dueSK: string } {
  if (isExtendable(call)) return extendKeys(call, extendedAt(call, now));
  const ringing = call.answeredAt === undefined ? ringingMaxMilliseconds : 0;
  const at = endsAt(call) + ringing + overdueAfterMilliseconds;
  return dueKeys('minute', { at, owner: 'call', what: 'call.overdue', id: call.sid });
}
