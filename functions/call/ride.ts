import type { OngoingUse } from '../../lib/balance/extend.ts';
import type { Call } from './call-store.ts';

/**
 * What rides on a call: it ends when the call does, so its money is kept back up to the call's limit, and grows with it;
 * of a tier's limits all that it may take is kept at once. Both holds are named for the ride; the use that comes of it takes
 * them over when it ends.
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
  const seconds = ride.seconds + limitSeconds - ride.limitSeconds;
  return {
    ...{ microService, meter, resourceSid, destination, origin, startedAt },
    seconds: BigInt(Math.min(seconds, secondsMax ?? seconds)),
    ...(secondsMax !== undefined && { secondsMax: BigInt(secondsMax) }),
  };
}
