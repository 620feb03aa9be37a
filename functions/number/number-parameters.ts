import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadApplicationOf } from '../../lib/store/application.ts';
import type { PhoneNumber } from '../../lib/store/number.ts';
import { present, urlParameters, urlsGiven } from './url-parameters.ts';

/** What would change who is asked, and is not offered: said by name rather than left out in silence. */
const notOffered = () => z.optional(z.literal('', 'is not offered by this platform'));

/** An application of the account; the empty text takes it away. */
const applicationSid = () => z.optional(z.string().check(z.regex(/^(AP[0-9a-f]{32})?$/, '21218')));

/** What a number may be given, when it is bought and later (Twilio's CreateIncomingPhoneNumber and its update). */
export const numberSettings = {
  ...urlParameters,
  VoiceApplicationSid: applicationSid(),
  SmsApplicationSid: applicationSid(),
  TrunkSid: notOffered(),
  VoiceReceiveMode: z.optional(z.literal('voice', 'is not offered by this platform')),
};
const Settings = z.object(numberSettings);
type Given = z.infer<typeof Settings>;

/** The parameters in the number's own words; what is not given is left out. */
export const settingsGiven = (given: Given): Partial<PhoneNumber> =>
  present<PhoneNumber>({
    ...urlsGiven(given),
    voiceApplicationSid: given.VoiceApplicationSid,
    smsApplicationSid: given.SmsApplicationSid,
  });

/** Refuses an application that the account does not have (21218). */
export async function applicationObjection(accountSid: string, given: Given): Promise<Refusal | undefined> {
  for (const sid of [given.VoiceApplicationSid, given.SmsApplicationSid]) {
    if (sid && (await loadApplicationOf(accountSid, sid)) === undefined) return refuse(21218, sid);
  }
  return undefined;
}
