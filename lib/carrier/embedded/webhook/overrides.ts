/** What a webhook attempt can fail with, in the words of Twilio's retry policy. */
export type FailureKind = '4xx' | '5xx' | 'ct' | 'rt';

/** Twilio's connection overrides: how often and after which failures a webhook is sent again, and its time limits. */
export type Overrides = {
  readonly retries: number;
  readonly retriesAfter: ReadonlySet<FailureKind>;
  /** Real milliseconds. */
  readonly connectMilliseconds: number;
  readonly readMilliseconds: number;
};

const allFailures: readonly FailureKind[] = ['4xx', '5xx', 'ct', 'rt'];

/**
 * Reads a URL's fragment, `#rc=5&rp=all&ct=2000&rt=10000`, within Twilio's bounds (rc 0 to 5, ct 100 to 10000, rt 100 to
 * 15000). Without `rc` nothing is sent again.
 */
export function overridesOf(
  url: string,
  limitMilliseconds: number,
): { readonly url: string; readonly overrides: Overrides } {
  const [bare = url, fragment = ''] = url.split('#', 2);
  const given = new URLSearchParams(fragment);
  const bounded = (name: string, least: number, most: number, otherwise: number) => {
    const value = given.get(name);
    return value !== null && /^\d{1,6}$/.test(value) ? Math.min(Math.max(Number(value), least), most) : otherwise;
  };
  const policy = (given.get('rp') ?? 'ct').split(',');
  return {
    url: bare,
    overrides: {
      retries: bounded('rc', 0, 5, 0),
      retriesAfter: new Set(allFailures.filter((kind) => policy.includes('all') || policy.includes(kind))),
      connectMilliseconds: bounded('ct', 100, 10_000, 5_000),
      readMilliseconds: bounded('rt', 100, limitMilliseconds, limitMilliseconds),
    },
  };
}
