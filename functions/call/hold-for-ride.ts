import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { reserveUse } from '../../lib/limit/reserve-use.ts';
import { stillReserved } from '../../lib/limit/reserved-use.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { secondsMin, secondsOf } from './hold-for-call.ts';
import { type Ride, secondsLeft, secondsLeftAtMost } from './ride.ts';
import { shareLimit } from './share-limit.ts';

type Wish = Pick<Ride, 'sid' | 'microService' | 'meter' | 'to' | 'from'>;

/**
 * Keeps back the money for what a live call begins, up to the call's limit or the ride's own, and all that it may take of its
 * tier's limits; notes it with the call, once however often it is asked for. Refused where there is less than a minute of
 * either: 20005, or 20006 where the call has no time of its own to give up. Undefined: the call is over, or nothing is to be kept back.
 */
export async function holdForRide(
  callSid: string,
  account: Account,
  wish: Wish,
  ownSeconds: number | undefined,
  now: number,
): Promise<Ride | Refusal | undefined> {
  const ride = await reservedRide(callSid, account, wish, ownSeconds, now);
  const isAtLimit = isRefusal(ride) && ride.code === 20006;
  if (!isAtLimit || !(await shareLimit(callSid, account, now))) return ride;
  return reservedRide(callSid, account, wish, ownSeconds, now);
}

function reservedRide(
  callSid: string,
  account: Account,
  { sid, ...wish }: Wish,
  ownSeconds: number | undefined,
  now: number,
): Promise<Ride | Refusal | undefined> {
  return untilCommitted(callSid, async () => {
    const call = await loadCall(callSid);
    if (call === undefined || isFinal(call.status)) return undefined;
    const known = call.rides?.find((ride) => ride.sid === sid);
    if (known !== undefined) return known;
    const atFirst = Math.min(secondsLeft(call, now), ownSeconds ?? Number.POSITIVE_INFINITY);
    const atMost = Math.min(secondsLeftAtMost(call, now), ownSeconds ?? Number.POSITIVE_INFINITY);
    const use = { ...wish, unit: 'second', resourceSid: sid, destination: wish.to, origin: wish.from } as const;
    const units = { unitsMin: secondsMin, unitsMax: BigInt(atMost), unitsFirst: BigInt(atFirst) };
    const reserved = await reserveUse(account, { ...use, ...units, startedAt: now }, now);
    if (isRefusal(reserved)) return reserved;
    if (!reserved.isLimited && reserved.writes.length === 0) return undefined;
    const seconds = Math.min(secondsOf(reserved.units), atFirst);
    const allowed = secondsOf(reserved.unitsMax);
    const ownMax = allowed < atMost ? allowed : ownSeconds;
    const secondsMax = seconds < Math.min(atFirst, allowed) ? seconds : ownMax;
    const bounds = { seconds, limitSeconds: call.limitSeconds, ...(secondsMax !== undefined && { secondsMax }) };
    const ride: Ride = { sid, ...wish, startedAt: now, ...bounds };
    const rides = [...(await heldRides(call)), ride];
    const result = await commit([putChangedCall(call, { rides }), ...reserved.writes]);
    return result === 'lost' ? 'lost' : ride;
  });
}

/** Those of a call's rides for which something is held: the others are over. */
export const heldRides = ({ accountSid, rides = [] }: Pick<Call, 'accountSid' | 'rides'>): Promise<Ride[]> =>
  stillReserved(accountSid, rides);
