import type { OngoingUse, Ridden } from '../../lib/balance/extend.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall } from './call-store.ts';
import { heldUseOf } from './hold-for-call.ts';

/**
 * What rides on a call: a leg that it dials, its stay in a conference, a stream of it. It ends when the call does, so its money is kept
 * back up to the call's limit, and grows with it; of a tier's limits all that it may take is kept at once. Both holds are named
 * for the ride; the use that comes of it takes them over when it ends.
 */
export type Ride = NonNullable<Call['rides']>[number];

type Riding = Pick<Call, 'answeredAt' | 'limitSeconds' | 'limitMaxSeconds'>;

/** How long what begins now can last before the call ends at its limit; all of that where nobody told of an answer. */
export function secondsLeft({ answeredAt, limitSeconds }: Riding, now: number): number {
  if (answeredAt === undefined) return limitSeconds;
  return Math.max(1, Math.ceil((answeredAt + limitSeconds * 1_000 - now) / 1_000));
}

/** How long what begins now can last at most, however often the call is extended. */
export const secondsLeftAtMost = ({ limitMaxSeconds, ...call }: Riding, now: number): number =>
  secondsLeft({ ...call, limitSeconds: limitMaxSeconds ?? call.limitSeconds }, now);

/** A ride as rating will see it, with the seconds that are kept back for it under the call's limit as it is. */
export function ongoingRide(ride: Ride, { limitSeconds }: Pick<Call, 'limitSeconds'>): OngoingUse {
  const { sid: resourceSid, microService, meter, to: destination, from: origin, startedAt, secondsMax } = ride;
  const seconds = Math.max(0, ride.seconds + limitSeconds - ride.limitSeconds);
  return {
    ...{ microService, meter, resourceSid, destination, origin, startedAt },
    seconds: BigInt(Math.min(seconds, secondsMax ?? seconds)),
    ...(secondsMax !== undefined && { secondsMax: BigInt(secondsMax) }),
  };
}

/** A call and what rides on it, as they would be if its limit were so many seconds. */
export function riddenUpTo(call: Call, limitSeconds: number): Ridden {
  return {
    call: { ...heldUseOf(call), seconds: BigInt(limitSeconds) },
    riding: (call.rides ?? []).map((ride) => ongoingRide(ride, { limitSeconds })),
  };
}

/** The call that bears the rides of another: a leg is held for as a ride itself, and ends with the call that dialled it. */
export async function bearerOf(call: Call): Promise<Call> {
  if (call.parentSid === undefined || call.rideSid === undefined) return call;
  const parent = await loadCall(call.parentSid);
  return parent === undefined || isFinal(parent.status) ? call : parent;
}

/** A call's rides, with the leg or stream noted that came of one; undefined where it has none of that name. */
export function withUse(rides: readonly Ride[] = [], rideSid: string | undefined, useSid: string): Ride[] | undefined {
  if (!rides.some(({ sid }) => sid === rideSid)) return undefined;
  return rides.map((ride) => (ride.sid === rideSid ? { ...ride, useSid } : ride));
}
