import { knownAccount } from '../../lib/access/account-access.ts';
import type { HeldUse } from '../../lib/balance/cover.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { reserveUse } from '../../lib/limit/reserve-use.ts';
import type { Write } from '../../lib/store/commit.ts';
import { farAndNearEnd, meterOf } from './call.ts';
import type { Call, NewCall } from './call-store.ts';
import { call as service } from './micro-service.ts';

/** A call or leg that not even so much can be had of, or of its own limit where that is shorter, is not begun. */
export const secondsMin = 60n;

/** The limits of a call as it is stored, and the writes that keep back its money and its part of a tier's limits. */
export type HeldCall = {
  readonly limits: Pick<Call, 'limitSeconds' | 'limitMaxSeconds'>;
  readonly isLimited: boolean;
  readonly writes: readonly Write[];
};

/**
 * Keeps back the money for a call of a prepaid or capped account: for its first interval, or as far as the money goes. The
 * limit is then exactly the seconds that are paid for; the carrier ends the call at it, unless it is extended before, at most to
 * what its tier's limits leave: of these all is kept back at once.
 */
export async function holdForCall(call: NewCall, now: number): Promise<HeldCall | Refusal> {
  const account = await knownAccount(call.accountSid);
  if (account === undefined) throw new Error(`${call.sid} belongs to no account`);
  const unitsMax = BigInt(call.limitSeconds);
  const use = { ...heldUseOf(call), unit: 'second', unitsMin: secondsMin, unitsMax, unitsFirst: 'interval' } as const;
  const reserved = await reserveUse(account, use, now);
  if (isRefusal(reserved)) return reserved;
  const { writes, isLimited } = reserved;
  const limitSeconds = secondsOf(reserved.units);
  const limitMaxSeconds = secondsOf(reserved.unitsMax);
  const limits = { limitSeconds, ...(limitSeconds < limitMaxSeconds && { limitMaxSeconds }) };
  return { limits, isLimited, writes };
}

/** A call as rating will see it. */
export const heldUseOf = (
  call: Pick<Call, 'sid' | 'direction' | 'from' | 'to' | 'answeredAt' | 'createdAt'>,
): HeldUse => ({
  microService: service.name,
  meter: meterOf(call),
  resourceSid: call.sid,
  ...farAndNearEnd(call),
  startedAt: call.answeredAt ?? call.createdAt,
});

/** At most a day's, so nothing is lost. */
export const secondsOf = (units: bigint): number => Number.parseInt(units.toString(), 10);
