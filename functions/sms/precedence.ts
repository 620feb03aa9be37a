import type { PhoneNumber } from '../../lib/store/number.ts';
import type { Place } from './ask-for-reply.ts';

type Settings = {
  readonly ApplicationUri: string;
  readonly ApplicationMethod: 'GET' | 'POST';
  readonly ApplicationFallbackUri: string;
  readonly ApplicationFallbackMethod: 'GET' | 'POST';
};

/** Whom to ask about a message: the number's own program, else the account's for messages; `undefined` if neither is set. */
export function programFor(
  number: Pick<PhoneNumber, 'smsUrl' | 'smsMethod' | 'smsFallbackUrl' | 'smsFallbackMethod'>,
  settings: Settings,
): { readonly place: Place; readonly fallback: Place | undefined } | undefined {
  if (number.smsUrl !== '') {
    return {
      place: { url: number.smsUrl, method: number.smsMethod },
      fallback: placeOf(number.smsFallbackUrl, number.smsFallbackMethod),
    };
  }
  const place = placeOf(settings.ApplicationUri, settings.ApplicationMethod);
  const fallback = placeOf(settings.ApplicationFallbackUri, settings.ApplicationFallbackMethod);
  return place && { place, fallback };
}

const placeOf = (url: string, method: Place['method']): Place | undefined => (url === '' ? undefined : { url, method });
