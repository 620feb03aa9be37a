import type { Span } from '../period/day.ts';

/**
 * What an account holds over one of its local days, of a meter without an end (billing.md, rule 13): whole units
 * (bytes, numbers) at instants in epoch milliseconds.
 */
export type HeldDay = {
  /** Held when the day began. */
  readonly level: bigint;
  /** Σ of what came to be held (positive) and what did not any more (negative) on the day. */
  readonly change: bigint;
  /** Σ of each change times its instant. */
  readonly moment: bigint;
  /** Σ of what came to be held alone. */
  readonly begun: bigint;
  /** Unit-milliseconds of the days before that are in no whole unit-second; may be negative. */
  readonly remainder: bigint;
};

/** What a day comes to, and how the next one begins. */
export type DayHeld = { readonly quantity: bigint; readonly level: bigint; readonly remainder: bigint };

const millisecondsASecond = 1_000n;

/**
 * Unit-seconds of a day: what was held when it began, all day, and each change from its instant to the day's end.
 * Whole seconds; what is left of one is carried, so that days add up to the exact integral. A change whose instant lies
 * before the day (it was stored after that day was closed) counts from that instant: nothing is lost by being late.
 */
export function unitSeconds({ level, change, moment, remainder }: HeldDay, { startsAt, endsAt }: Span): DayHeld {
  const total = level * BigInt(endsAt - startsAt) + change * BigInt(endsAt) - moment + remainder;
  // Below zero by a clock's difference: never on the bill, and taken off the next day's.
  const quantity = total < 0n ? 0n : total / millisecondsASecond;
  return { quantity, level: level + change, remainder: total - quantity * millisecondsASecond };
}

/** Unit-days of a day: whatever was held at any time of it counts, for the whole of it. */
export const unitDays = ({ level, change, begun }: HeldDay): DayHeld => ({
  quantity: level + begun,
  level: level + change,
  remainder: 0n,
});
