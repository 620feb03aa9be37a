import * as z from 'zod/mini';
import { clearableUrl, optionalFlag } from '../../lib/http/parameter.ts';
import type { Application } from '../../lib/store/application.ts';
import { present, urlParameters, urlsGiven } from './url-parameters.ts';

/** Twilio's parameters of an application (CreateApplication, UpdateApplication). */
export const applicationSettings = {
  ...urlParameters,
  SmsStatusCallback: clearableUrl(),
  MessageStatusCallback: clearableUrl(),
  PublicApplicationConnectEnabled: optionalFlag(),
  VoiceCallerIdLookup: z.optional(z.literal('false', 'is not offered by this platform')),
};
const Settings = z.object(applicationSettings);

/** The parameters in the application's own words; what is not given is left out. */
export const applicationGiven = (given: z.infer<typeof Settings>): Partial<Application> =>
  present<Application>({
    ...urlsGiven(given),
    smsStatusCallback: given.SmsStatusCallback,
    messageStatusCallback: given.MessageStatusCallback,
    publicApplicationConnectEnabled: given.PublicApplicationConnectEnabled,
  });
