import { inForce } from './precedence.ts';

/** Where a program is asked. */
export type Place = { readonly url: string; readonly method: 'GET' | 'POST' };

/** Whom to ask what to do, and whom when that fails. */
export type ApplicationLogic = { readonly place: Place; readonly fallback: Place | undefined };

/** What a number or an application says: whom to ask, and whom when that fails; empty URLs say nothing. */
export type Said = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly fallbackUrl: string;
  readonly fallbackMethod: 'GET' | 'POST';
};

type Settings = {
  readonly ApplicationUri: string;
  readonly ApplicationMethod: 'GET' | 'POST';
  readonly ApplicationFallbackUri: string;
  readonly ApplicationFallbackMethod: 'GET' | 'POST';
};

/**
 * The number's own application logic goes before the account's, each with its own fallback; undefined where neither
 * has any. Empty URLs say nothing.
 */
export const applicationLogicOf = (number: Said, settings: Settings): ApplicationLogic | undefined =>
  inForce({
    number: logicOf(number),
    account: logicOf({
      url: settings.ApplicationUri,
      method: settings.ApplicationMethod,
      fallbackUrl: settings.ApplicationFallbackUri,
      fallbackMethod: settings.ApplicationFallbackMethod,
    }),
    builtIn: undefined,
  });

function logicOf({ url, method, fallbackUrl, fallbackMethod }: Said): ApplicationLogic | undefined {
  const place = placeOf(url, method);
  return place && { place, fallback: placeOf(fallbackUrl, fallbackMethod) };
}

const placeOf = (url: string, method: Place['method']): Place | undefined => (url === '' ? undefined : { url, method });
