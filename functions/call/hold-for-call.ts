import { knownAccount } from '../../lib/access/account-access.ts';
import { reserve } from '../../lib/balance/reserve.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import type { Write } from '../../lib/store/commit.ts';
import { meterOf } from './call.ts';
import type { NewCall } from './call-store.ts';
import { call as service } from './micro-service.ts';

/** A call that not even so much can be paid of, or of its own limit where that is shorter, is not begun. */
const secondsMin = 60n;

/**
 * Keeps back the money for a call of a prepaid or capped account: up to its own limit, or as far as the money goes. The
 * limit is then exactly the seconds that are paid for; the carrier ends the call at it.
 */
export async function holdForCall(
  call: NewCall,
  now: number,
): Promise<{ readonly limitSeconds: number; readonly writes: readonly Write[] } | Refusal> {
  const account = await knownAccount(call.accountSid);
  if (account === undefined) throw new Error(`${call.sid} belongs to no account`);
  const use = {
    microService: service.name,
    meter: meterOf(call),
    resourceSid: call.sid,
    destination: call.to,
    unitsMin: secondsMin,
    unitsMax: BigInt(call.limitSeconds),
  };
  const reserved = await reserve(account, use, now);
  if (isRefusal(reserved)) return reserved;
  const limitSeconds = reserved.units < use.unitsMax ? secondsOf(reserved.units) : call.limitSeconds;
  return { limitSeconds, writes: reserved.writes };
}

/** At most a day's, so nothing is lost. */
const secondsOf = (units: bigint): number => Number.parseInt(units.toString(), 10);
