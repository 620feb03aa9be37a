import type { PhoneNumber } from '../../lib/store/number.ts';

/** Whom to ask what to do with a call, and whom when that fails. */
export type ApplicationLogic = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly fallbackUrl?: string;
  readonly fallbackMethod?: 'GET' | 'POST';
};

type Settings = {
  readonly ApplicationUri: string;
  readonly ApplicationMethod: 'GET' | 'POST';
  readonly ApplicationFallbackUri: string;
  readonly ApplicationFallbackMethod: 'GET' | 'POST';
};

type NumberLogic = Pick<PhoneNumber, 'voiceUrl' | 'voiceMethod' | 'voiceFallbackUrl' | 'voiceFallbackMethod'>;

/** The number's own application logic goes before the account's; undefined where neither has any. Pure. */
export function applicationLogicOf(number: NumberLogic, settings: Settings): ApplicationLogic | undefined {
  if (number.voiceUrl !== '') {
    return {
      url: number.voiceUrl,
      method: number.voiceMethod,
      ...fallback(number.voiceFallbackUrl, number.voiceFallbackMethod),
    };
  }
  if (settings.ApplicationUri === '') return undefined;
  return {
    url: settings.ApplicationUri,
    method: settings.ApplicationMethod,
    ...fallback(settings.ApplicationFallbackUri, settings.ApplicationFallbackMethod),
  };
}

const fallback = (fallbackUrl: string, fallbackMethod: 'GET' | 'POST') =>
  fallbackUrl === '' ? {} : { fallbackUrl, fallbackMethod };
