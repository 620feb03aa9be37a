import type { AvailableNumber } from '../../lib/carrier/carrier.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import type { PhoneNumber } from '../../lib/store/number.ts';

/** An account's number as Twilio's IncomingPhoneNumbers resource. */
export function numberRepresentation(number: PhoneNumber) {
  const uri = `/2010-04-01/Accounts/${number.accountSid}/IncomingPhoneNumbers/${number.sid}`;
  return {
    sid: number.sid,
    account_sid: number.accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    status: number.status,
    type: typeShown(number.type),
    capabilities: { ...number.capabilities, fax: false },
    voice_url: number.voiceUrl,
    voice_method: number.voiceMethod,
    voice_fallback_url: number.voiceFallbackUrl,
    voice_fallback_method: number.voiceFallbackMethod,
    status_callback: number.statusCallback,
    status_callback_method: number.statusCallbackMethod,
    voice_application_sid: number.voiceApplicationSid || null,
    sms_application_sid: number.smsApplicationSid || null,
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl,
    sms_fallback_method: number.smsFallbackMethod,
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    ...notOffered,
    subresource_uris: { assigned_add_ons: `${uri}/AssignedAddOns.json` },
    uri: `${uri}.json`,
  };
}

/** `toll-free`; null where the carrier did not tell. */
const typeShown = (type: string | undefined): string | null =>
  type === undefined ? null : type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** What Twilio's resource has beside: never set here. */
const notOffered = {
  address_requirements: 'none',
  address_sid: null,
  api_version: '2010-04-01',
  beta: false,
  bundle_sid: null,
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  emergency_status: 'Inactive',
  identity_sid: null,
  origin: 'twilio',
  trunk_sid: null,
  voice_caller_id_lookup: false,
  voice_receive_mode: 'voice',
};

/** A carrier's number on offer as Twilio's AvailablePhoneNumbers resource. */
export const availableRepresentation = (number: AvailableNumber) => ({
  friendly_name: number.friendlyName,
  phone_number: number.phoneNumber,
  lata: null,
  locality: number.locality,
  rate_center: null,
  latitude: null,
  longitude: null,
  region: number.region,
  postal_code: null,
  iso_country: number.isoCountry,
  address_requirements: 'none',
  beta: false,
  capabilities: {
    voice: number.capabilities.voice,
    sms: number.capabilities.sms,
    mms: number.capabilities.mms,
    fax: false,
    // On sale Twilio writes them in capitals, though its document does not.
    SMS: number.capabilities.sms,
    MMS: number.capabilities.mms,
  },
});
