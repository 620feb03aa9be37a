import { rfc2822 } from '../../lib/http/date.ts';
import type { Application } from '../../lib/store/application.ts';

/** An application as Twilio's API shows it (OpenAPI: api.v2010.account.application). */
export const applicationRepresentation = (application: Application) => ({
  sid: application.sid,
  account_sid: application.accountSid,
  api_version: '2010-04-01',
  friendly_name: application.friendlyName,
  voice_url: application.voiceUrl,
  voice_method: application.voiceMethod,
  voice_fallback_url: application.voiceFallbackUrl,
  voice_fallback_method: application.voiceFallbackMethod,
  voice_caller_id_lookup: false,
  status_callback: application.statusCallback,
  status_callback_method: application.statusCallbackMethod,
  sms_url: application.smsUrl,
  sms_method: application.smsMethod,
  sms_fallback_url: application.smsFallbackUrl,
  sms_fallback_method: application.smsFallbackMethod,
  sms_status_callback: application.smsStatusCallback,
  message_status_callback: application.messageStatusCallback,
  public_application_connect_enabled: application.publicApplicationConnectEnabled,
  date_created: rfc2822(application.createdAt),
  date_updated: rfc2822(application.updatedAt),
  uri: `/2010-04-01/Accounts/${application.accountSid}/Applications/${application.sid}.json`,
});
