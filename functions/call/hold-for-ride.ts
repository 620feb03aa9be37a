import { holdName, holdsOf } from '../../lib/balance/hold.ts';
import { reserve } from '../../lib/balance/reserve.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { usageId } from '../../lib/metering/usage-event.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { secondsOf } from './hold-for-call.ts';
import { type Ride, secondsLeft } from './ride.ts';

/** What is not worth beginning. */
const secondsMin = 60n;

/**
 * Keeps back the money for what a live call begins, up to the call's limit or the ride's own, and notes it with the call, once
 * however often it is asked for. Undefined: the call is over, or nobody pays in advance.
 */
export function holdForRide(
  callSid: string,
  account: Account,
  { sid, ...wish }: Pick<Ride, 'sid' | 'microService' | 'meter' | 'to' | 'from'>,
  ownSeconds: number | undefined,
  now: number,
): Promise<Ride | Refusal | undefined> {
  return untilCommitted(callSid, async () => {
    const call = await loadCall(callSid);
    if (call === undefined || isFinal(call.status)) return undefined;
    const known = call.rides?.find((ride) => ride.sid === sid);
    if (known !== undefined) return known;
    const wanted = Math.min(secondsLeft(call, now), ownSeconds ?? Number.POSITIVE_INFINITY);
    const use = { ...wish, resourceSid: sid, destination: wish.to, origin: wish.from, startedAt: now };
    const reserved = await reserve(account, { ...use, unitsMin: secondsMin, unitsMax: BigInt(wanted) }, now);
    if (isRefusal(reserved)) return reserved;
    if (!reserved.isLimited) return undefined;
    const seconds = secondsOf(reserved.units);
    const secondsMax = seconds < wanted ? seconds : ownSeconds;
    const bounds = { seconds, limitSeconds: call.limitSeconds, ...(secondsMax !== undefined && { secondsMax }) };
    const ride: Ride = { sid, ...wish, startedAt: now, ...bounds };
    const rides = [...(await heldRides(call)), ride];
    const result = await commit([putChangedCall(call, { rides }), ...reserved.writes]);
    return result === 'lost' ? 'lost' : ride;
  });
}

/** Those of a call's rides for which something is held: the others are over. */
export async function heldRides({ accountSid, rides = [] }: Pick<Call, 'accountSid' | 'rides'>): Promise<Ride[]> {
  const keyOf = ({ meter, sid }: Ride) => ({ accountSid, id: usageId(meter, sid, 0) });
  const holds = await holdsOf(rides.map(keyOf));
  return rides.filter((ride) => holds.has(holdName(keyOf(ride))));
}
