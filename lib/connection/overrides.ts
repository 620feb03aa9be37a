/** What an attempt at a program can fail with, in the words of Twilio's retry policy. */
export type FailureKind = '4xx' | '5xx' | 'ct' | 'rt';

const failureKinds: readonly FailureKind[] = ['4xx', '5xx', 'ct', 'rt'];

/**
 * Twilio's connection overrides, as a URL's fragment carries them: `#rc=2&rp=4xx,ct&ct=2000&rt=5000&tt=12000&sni=y&e=ashburn`.
 * What the fragment does not name is undefined, or Twilio's default. Milliseconds.
 */
export type Overrides = {
  /** Undefined where the fragment says neither `rc` nor `rp`: whoever asks retries as it always does. */
  readonly retries: { readonly count: number; readonly after: ReadonlySet<FailureKind> } | undefined;
  readonly connectMilliseconds: number;
  readonly readMilliseconds: number;
  /** For all attempts together. */
  readonly totalMilliseconds: number;
  /** `n` leaves the server's name out of the TLS handshake. */
  readonly serverName: boolean;
};

/** Why a fragment cannot be taken: 11243 for the retry policy, 11240 for the edge (Twilio's), else only words. */
export type OverrideFault = { readonly code: 11240 | 11243 | undefined; readonly message: string };

/** No attempt is worth less time. */
export const leastMilliseconds = 100;

const bounds = { rc: [0, 5], ct: [100, 10_000], rt: [100, 15_000], tt: [100, 15_000] } as const;
const defaults = { rc: 1, rp: 'ct', ct: 5_000, rt: 15_000, tt: 15_000 } as const;
const edge = /^[a-z0-9]+(-[a-z0-9]+)*(,[a-z0-9]+(-[a-z0-9]+)*)*$/;

/**
 * Reads a URL's fragment. A value out of its bounds counts as if it were not there; where a URL is set, `overrideFault`
 * has refused it already. Any other name in a fragment means nothing (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 */
export function overridesOf(url: string): Overrides {
  const given = fragmentOf(url);
  const number = (name: keyof typeof bounds): number => {
    const value = given.get(name);
    return value !== null && isWithin(name, value) ? Number(value) : defaults[name];
  };
  const asksForRetries = given.has('rc') || given.has('rp');
  return {
    retries: asksForRetries ? { count: number('rc'), after: policyOf(given.get('rp') ?? defaults.rp) } : undefined,
    connectMilliseconds: number('ct'),
    readMilliseconds: number('rt'),
    totalMilliseconds: number('tt'),
    serverName: given.get('sni') !== 'n',
  };
}

/** Whether one more attempt is to be made after `made` that failed, by the URL's own wish. */
export const asksAgain = (
  { count, after }: NonNullable<Overrides['retries']>,
  made: number,
  failure: FailureKind | undefined,
): boolean => made <= count && failure !== undefined && after.has(failure);

/** What is wrong with the overrides of a URL that is being set; undefined where nothing is. */
export function overrideFault(url: string): OverrideFault | undefined {
  const given = fragmentOf(url);
  for (const name of ['rc', 'ct', 'rt', 'tt'] as const) {
    const value = given.get(name);
    const [least, most] = bounds[name];
    if (value !== null && !isWithin(name, value))
      return { code: undefined, message: `the fragment's ${name} must be a whole number from ${least} to ${most}` };
  }
  const policy = given.get('rp');
  if (policy !== null && !policy.split(',').every((word) => word === 'all' || isFailureKind(word)))
    return { code: 11243, message: `${policy.slice(0, 40)}: takes 4xx, 5xx, ct, rt and all, separated by commas` };
  const edges = given.get('e') ?? given.get('edge');
  if (edges !== null && !edge.test(edges)) return { code: 11240, message: edges.slice(0, 40) };
  const sni = given.get('sni');
  if (sni !== null && sni !== 'y' && sni !== 'n')
    return { code: undefined, message: "the fragment's sni must be y or n" };
  return undefined;
}

const fragmentOf = (url: string): URLSearchParams => new URLSearchParams(url.slice(url.indexOf('#') + 1 || url.length));

const isFailureKind = (word: string): word is FailureKind => failureKinds.some((kind) => kind === word);

function isWithin(name: keyof typeof bounds, value: string): boolean {
  const [least, most] = bounds[name];
  return /^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most;
}

function policyOf(text: string): ReadonlySet<FailureKind> {
  const words = text.split(',');
  if (words.includes('all')) return new Set(failureKinds);
  const known = words.filter(isFailureKind);
  return new Set(known.length === 0 ? [defaults.rp] : known);
}
