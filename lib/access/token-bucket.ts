/**
 * A token bucket as one number: the instant, in epoch microseconds, at which it was or would be empty. Each token that
 * is drawn moves it on by `interval`; what lies between it and now is what there is to draw.
 */
export type Bucket = { readonly emptySince: number };

/** How a bucket fills and how much it holds: microseconds a token, and microseconds' worth of tokens. */
export type Flow = { readonly interval: number; readonly capacity: number };

/** The flow of so many tokens a second, with room for so many seconds of them. */
export const flowOf = (perSecond: number, seconds: number): Flow => ({
  interval: Math.ceil(1_000_000 / perSecond),
  capacity: Math.max(1, Math.floor(perSecond * seconds)) * Math.ceil(1_000_000 / perSecond),
});

/** How many tokens there are at an instant (epoch microseconds). A bucket that is not there is full. */
export function tokensIn(bucket: Bucket | undefined, { interval, capacity }: Flow, now: number): number {
  const span = bucket === undefined ? capacity : Math.min(capacity, now - bucket.emptySince);
  return Math.max(0, Math.floor(span / interval));
}

/** How long until there is a token, in microseconds. */
export const waitFor = (bucket: Bucket, { interval }: Flow, now: number): number =>
  Math.max(0, bucket.emptySince + interval - now);
