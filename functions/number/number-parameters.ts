import * as z from 'zod/mini';
import { isHttpUrl, optionalMethod } from '../../lib/http/parameter.ts';
import type { PhoneNumber } from '../../lib/store/number.ts';

/** A URL to be set; the empty text takes it away. */
const url = () =>
  z.optional(
    z.string().check(
      z.maxLength(4_000),
      z.refine((text) => text === '' || isHttpUrl(text), 'must be an absolute http or https URL'),
    ),
  );

/** What would change who is asked, and is not offered: said by name rather than left out in silence. */
const notOffered = () => z.optional(z.literal('', 'is not offered by this platform'));

/** What a number may be given, when it is bought and later (Twilio's CreateIncomingPhoneNumber and its update). */
export const numberSettings = {
  FriendlyName: z.optional(z.string().check(z.maxLength(64))),
  VoiceUrl: url(),
  VoiceMethod: optionalMethod(),
  VoiceFallbackUrl: url(),
  VoiceFallbackMethod: optionalMethod(),
  StatusCallback: url(),
  StatusCallbackMethod: optionalMethod(),
  SmsUrl: url(),
  SmsMethod: optionalMethod(),
  SmsFallbackUrl: url(),
  SmsFallbackMethod: optionalMethod(),
  VoiceApplicationSid: notOffered(),
  SmsApplicationSid: notOffered(),
  TrunkSid: notOffered(),
};
const Settings = z.object(numberSettings);

/** The parameters in the number's own words; what is not given is left out. */
export function settingsGiven(given: z.infer<typeof Settings>): Partial<PhoneNumber> {
  const settings = {
    friendlyName: given.FriendlyName,
    voiceUrl: given.VoiceUrl,
    voiceMethod: given.VoiceMethod,
    voiceFallbackUrl: given.VoiceFallbackUrl,
    voiceFallbackMethod: given.VoiceFallbackMethod,
    statusCallback: given.StatusCallback,
    statusCallbackMethod: given.StatusCallbackMethod,
    smsUrl: given.SmsUrl,
    smsMethod: given.SmsMethod,
    smsFallbackUrl: given.SmsFallbackUrl,
    smsFallbackMethod: given.SmsFallbackMethod,
  } satisfies { [Name in keyof PhoneNumber]?: PhoneNumber[Name] | undefined };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
