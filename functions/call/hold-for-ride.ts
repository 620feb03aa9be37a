import { begin } from '../../lib/balance/extend.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { LimitedUse } from '../../lib/limit/limited-use.ts';
import { type ReservedUse, reserveUse } from '../../lib/limit/reserve-use.ts';
import { stillReserved } from '../../lib/limit/reserved-use.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, type CallChanges, loadCall, putChangedCall } from './call-store.ts';
import { secondsMin, secondsOf } from './hold-for-call.ts';
import { extendKeys, limitToldMilliseconds } from './limit.ts';
import { type Ride, riddenUpTo, secondsLeft, secondsLeftAtMost } from './ride.ts';
import { shareLimit } from './share-limit.ts';
import { isLimitTold } from './tell-limit.ts';

/** What a live call begins. */
export type Wish = Pick<Ride, 'sid' | 'microService' | 'meter' | 'to' | 'from' | 'callSid'> &
  Pick<LimitedUse, 'unit'> & {
    /**
     * Who ends it where there is less money, or less of a limit, than the call may last: the carrier itself, after the time that it is
     * given (`<Dial timeLimit>`), or nobody but the call, whose own limit is then made shorter.
     */
    readonly ends: 'by-itself' | 'with-call';
    /** How long it may last, whatever the call does. */
    readonly ownSeconds?: number | undefined;
  };

/**
 * Keeps back the money for what a live call begins, up to the call's limit or the ride's own, and all that it may take of its
 * tier's limits; notes it with the call, once however often it is asked for. Refused where there is less than a minute of
 * either: 20005, or 20006 where the call has no time of its own to give up. Undefined: the call is over, or nothing is to be kept back.
 */
export async function holdForRide(
  callSid: string,
  account: Account,
  wish: Wish,
  now: number,
): Promise<Ride | Refusal | undefined> {
  let ride = await reservedRide(callSid, account, wish, now);
  const isAtLimit = isRefusal(ride) && ride.code === 20006;
  if (isAtLimit && (await shareLimit(callSid, account, now))) ride = await reservedRide(callSid, account, wish, now);
  if (ride === undefined || isRefusal(ride) || wish.ends === 'by-itself') return ride;
  return (await isCarrierTold(callSid, now))
    ? ride
    : refuse(20005, 'the carrier could not be told how long its call may last');
}

function reservedRide(callSid: string, account: Account, wish: Wish, now: number): Promise<Ride | Refusal | undefined> {
  return untilCommitted(callSid, async () => {
    const call = await loadCall(callSid);
    if (call === undefined || isFinal(call.status)) return undefined;
    const known = call.rides?.find(({ sid }) => sid === wish.sid);
    if (known !== undefined) return known;
    const span = spanOf(call, wish, now);
    const reserved = await reservedFor(account, call, wish, span, now);
    if (isRefusal(reserved)) return reserved;
    if (!reserved.isLimited && reserved.writes.length === 0) return undefined;
    const { bounds, limits = {} } =
      wish.ends === 'with-call' ? withCall(call, span, reserved) : byItself(call, wish, span, reserved);
    if (limits.limitAsked === true && call.reference === undefined)
      return refuse(20005, 'its call has not reached its carrier yet');
    const { unit: _, ends: __, ownSeconds: ___, ...named } = wish;
    const ride: Ride = { ...named, startedAt: now, ...bounds };
    const rides = [...(await heldRides(call)), ride];
    const soon = limits.limitAsked === true ? extendKeys(call, now + limitToldMilliseconds) : {};
    const result = await commit([putChangedCall(call, { rides, ...limits, ...soon }), ...reserved.writes]);
    return result === 'lost' ? 'lost' : ride;
  });
}

/** How many seconds a ride may last under its call's limit as it is, and at most. */
type Span = { readonly first: number; readonly most: number };

const spanOf = (call: Call, { ownSeconds = Number.POSITIVE_INFINITY }: Wish, now: number): Span => ({
  first: Math.min(secondsLeft(call, now), ownSeconds),
  most: Math.min(secondsLeftAtMost(call, now), ownSeconds),
});

function reservedFor(
  account: Account,
  call: Call,
  { sid, microService, meter, unit, to, from, ends }: Wish,
  { first, most }: Span,
  now: number,
): Promise<ReservedUse | Refusal> {
  const use = { microService, meter, unit, resourceSid: sid, destination: to, origin: from, startedAt: now };
  const unitsFirst = BigInt(first);
  const intended = { ...use, unitsMin: secondsMin, unitsMax: BigInt(most), unitsFirst };
  if (ends === 'by-itself') return reserveUse(account, intended, now);
  const ridden = riddenUpTo(call, call.limitSeconds - first);
  return reserveUse(account, intended, now, (whose, within) => begin(whose, ridden, { ...within, unitsFirst }, now));
}

type Bounds = {
  readonly bounds: Pick<Ride, 'seconds' | 'limitSeconds' | 'secondsMax'>;
  readonly limits?: Pick<CallChanges, 'limitSeconds' | 'limitMaxSeconds' | 'limitAsked'>;
};

/** A ride that ends by itself where it must, before its call does. */
function byItself(call: Call, { ownSeconds }: Wish, { first, most }: Span, { units, unitsMax }: ReservedUse): Bounds {
  const seconds = Math.min(secondsOf(units), first);
  const allowed = secondsOf(unitsMax);
  const ownMax = allowed < most ? allowed : ownSeconds;
  const secondsMax = seconds < Math.min(first, allowed) ? seconds : ownMax;
  return { bounds: { seconds, limitSeconds: call.limitSeconds, ...(secondsMax !== undefined && { secondsMax }) } };
}

/** A ride that lasts as long as its call: where that is shorter than the call was to be, the call ends so much earlier. */
function withCall(call: Call, { first, most }: Span, { units, unitsMax }: ReservedUse): Bounds {
  const elapsed = call.limitSeconds - first;
  const seconds = Math.min(secondsOf(units), first);
  const allowed = secondsOf(unitsMax);
  const limitSeconds = elapsed + seconds;
  const bounds = { seconds, limitSeconds };
  if (seconds === first && allowed === most) return { bounds };
  const latest = elapsed + allowed;
  return {
    bounds,
    limits: { limitSeconds, limitMaxSeconds: limitSeconds < latest ? latest : undefined, limitAsked: true },
  };
}

/** Whether the carrier knows by now when the call ends, where that has changed. */
async function isCarrierTold(callSid: string, now: number): Promise<boolean> {
  const call = await loadCall(callSid);
  return call?.limitAsked !== true || call.reference === undefined || isLimitTold(call, now);
}

/** Those of a call's rides for which something is held: the others are over. */
export const heldRides = ({ accountSid, rides = [] }: Pick<Call, 'accountSid' | 'rides'>): Promise<Ride[]> =>
  stillReserved(accountSid, rides);
