import type { RideReference } from '../../lib/call/riding.ts';

/** A carrier may tell whole seconds only, so a stay may seem to begin before the document that led to it was asked for. */
const toleranceMilliseconds = 1_000;

/**
 * As which of its call's rides a stay is held for: the latest that was noted before the stay began, since each document that leads a call into a
 * room has one of its own; of one document the first that is left. Undefined where nothing is held. Pure.
 */
export function rideOfStay<Ride extends Pick<RideReference, 'startedAt'>>(
  startedAt: number,
  held: readonly Ride[],
): Ride | undefined {
  const before = held.filter((ride) => ride.startedAt <= startedAt + toleranceMilliseconds);
  const latest = Math.max(...before.map((ride) => ride.startedAt));
  return before.find((ride) => ride.startedAt === latest) ?? held[0];
}
