import * as z from 'zod/mini';
import { clearableUrl, optionalMethod } from '../../lib/http/parameter.ts';
import type { Application } from '../../lib/store/application.ts';

/** What numbers and applications have in common: a name, and where calls and messages are brought. */
export const urlParameters = {
  FriendlyName: z.optional(z.string().check(z.maxLength(64))),
  VoiceUrl: clearableUrl(),
  VoiceMethod: optionalMethod(),
  VoiceFallbackUrl: clearableUrl(),
  VoiceFallbackMethod: optionalMethod(),
  StatusCallback: clearableUrl(),
  StatusCallbackMethod: optionalMethod(),
  SmsUrl: clearableUrl(),
  SmsMethod: optionalMethod(),
  SmsFallbackUrl: clearableUrl(),
  SmsFallbackMethod: optionalMethod(),
};
const Urls = z.object(urlParameters);

/** The parameters in the resource's own words; undefined where nothing is given. */
export const urlsGiven = (given: z.infer<typeof Urls>) =>
  ({
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
  }) satisfies { [Name in keyof Application]?: Application[Name] | undefined };

/** What was given, without what was not. */
export const present = <Target>(given: { readonly [Name in keyof Target]?: Target[Name] | undefined }) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Target>;
