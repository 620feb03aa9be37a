import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { Application } from '../../lib/store/application.ts';

type Place = { readonly ApplicationSid?: string | undefined };

/**
 * A call's parameters when an application is to answer: its URLs take the place of those given (Twilio: they are ignored
 * beside ApplicationSid). 21218 where the account has no such application, or it says nothing of calls. Pure.
 */
export function withApplication<Parameters extends Place>(parameters: Parameters, found: Application | undefined) {
  if (parameters.ApplicationSid === undefined) return parameters;
  if (found === undefined) return refuse(21218, parameters.ApplicationSid);
  if (found.voiceUrl === '') return refuse(21218, `${found.sid} has no VoiceUrl`) as Refusal;
  return {
    ...parameters,
    Url: found.voiceUrl,
    Method: found.voiceMethod,
    FallbackUrl: found.voiceFallbackUrl === '' ? undefined : found.voiceFallbackUrl,
    FallbackMethod: found.voiceFallbackMethod,
    Twiml: undefined,
    StatusCallback: found.statusCallback === '' ? undefined : found.statusCallback,
    StatusCallbackMethod: found.statusCallbackMethod,
    StatusCallbackEvent: undefined,
  };
}
