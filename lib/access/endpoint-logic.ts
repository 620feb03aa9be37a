import { loadApplicationOf } from '../store/application.ts';
import type { PhoneNumber } from '../store/number.ts';
import type { Said } from './application-logic.ts';

type Callback = { readonly url: string; readonly method: 'GET' | 'POST' };

/**
 * What a number says of calls: its voice application's URLs, all of them, where it names one that the account has, else
 * its own (Twilio's VoiceApplicationSid).
 */
export async function voiceLogicOf(number: PhoneNumber): Promise<Said & { readonly statusCallback: Callback }> {
  const { accountSid, voiceApplicationSid = '' } = number;
  const source = (await loadApplicationOf(accountSid, voiceApplicationSid)) ?? number;
  return {
    url: source.voiceUrl,
    method: source.voiceMethod,
    fallbackUrl: source.voiceFallbackUrl,
    fallbackMethod: source.voiceFallbackMethod,
    statusCallback: { url: source.statusCallback, method: source.statusCallbackMethod },
  };
}

/** What a number says of messages, likewise (Twilio's SmsApplicationSid). */
export async function messageLogicOf(number: PhoneNumber): Promise<Said> {
  const source = (await loadApplicationOf(number.accountSid, number.smsApplicationSid ?? '')) ?? number;
  return {
    url: source.smsUrl,
    method: source.smsMethod,
    fallbackUrl: source.smsFallbackUrl,
    fallbackMethod: source.smsFallbackMethod,
  };
}
