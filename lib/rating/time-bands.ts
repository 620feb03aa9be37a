import { Temporal } from 'temporal-polyfill';
import type { Nano } from '../money/nano.ts';
import type { Band, Increment } from './price-schema.ts';

/** So many units at one price. */
export interface PricedUnits {
  readonly units: bigint;
  readonly price: Nano;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * Splits the billed seconds of a call that began at `startedAt` over the bands of a zone. An increment belongs whole to the
 * band in which it starts (billing.md, Rating). `outside` is the price where no band fits.
 */
export function splitByBand(
  startedAt: number,
  billed: bigint,
  increment: Increment,
  bands: readonly Band[],
  zone: string,
  outside: Nano,
): PricedUnits[] {
  const parts: PricedUnits[] = [];
  const nextMs = BigInt(increment.next) * 1000n;
  let done = 0n;
  while (done < billed) {
    const atMs = BigInt(startedAt) + done * 1000n;
    const { price, untilMs } = bandAt(atMs, bands, zone);
    const units =
      done === 0n ? BigInt(increment.first) : ((untilMs - atMs + nextMs - 1n) / nextMs) * BigInt(increment.next);
    const left = billed - done;
    parts.push({ units: units < left ? units : left, price: price ?? outside });
    done += units;
  }
  return parts;
}

/**
 * The price that holds at an instant, and the instant up to which it certainly does. Where clocks are put back a band's edge
 * comes twice, where they are put forward perhaps never: so the change itself is an edge as well.
 */
function bandAt(atMs: bigint, bands: readonly Band[], zone: string): { price: Nano | undefined; untilMs: bigint } {
  const local = Temporal.Instant.fromEpochNanoseconds(atMs * 1_000_000n).toZonedDateTimeISO(zone);
  const today = local.toPlainDate();
  const weekday = weekdays[local.dayOfWeek - 1];
  const tomorrow = today.add({ days: 1 }).toZonedDateTime(zone);
  const instantsOf = (time: string): number[] =>
    time === '24:00'
      ? []
      : (['earlier', 'later'] as const).map((disambiguation) => {
          const edge = today.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation });
          return edge.epochMilliseconds;
        });
  const changed = local.offset === tomorrow.offset ? undefined : local.getTimeZoneTransition('next');
  const edges = bands.flatMap((band) => [...instantsOf(band.from), ...instantsOf(band.to)]);
  if (changed) edges.push(changed.epochMilliseconds);
  const clock = local.toPlainTime().toString().slice(0, 5);
  const band = bands.find(({ days, from, to }) => days.some((day) => day === weekday) && from <= clock && clock < to);
  const ahead = edges.filter((edge) => edge > atMs);
  return { price: band?.price, untilMs: BigInt(Math.min(tomorrow.epochMilliseconds, ...ahead)) };
}
