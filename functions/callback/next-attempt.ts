const firstPauseMilliseconds = 2_000;
const longestPauseMilliseconds = 60 * 60 * 1000;
/** A callback is tried for a day. */
export const givenUpAfterMilliseconds = 24 * 60 * 60 * 1000;

/** When a callback that failed is tried again; `never` once a day has passed since what it tells. */
export type NextAttempt = { readonly kind: 'at'; readonly at: number } | { readonly kind: 'never' };

/**
 * Doubling pauses from 2 s up to an hour, each shortened by up to half at random (`chance` in [0, 1)) so that a server
 * that comes back is not met by all at once. Times in epoch milliseconds; `attempts` counts those made so far, from 1.
 */
export function nextAttempt(
  callback: { readonly createdAt: number; readonly attempts: number },
  now: number,
  chance: number,
): NextAttempt {
  const pause = Math.min(firstPauseMilliseconds * 2 ** (callback.attempts - 1), longestPauseMilliseconds);
  const at = now + Math.ceil(pause * (1 - chance / 2));
  return at > callback.createdAt + givenUpAfterMilliseconds ? { kind: 'never' } : { kind: 'at', at };
}
