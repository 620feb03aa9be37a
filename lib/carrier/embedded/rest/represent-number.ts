import type { Network } from '../network/network.ts';
import type { BoughtNumber } from '../network/number.ts';
import { rfc2822 } from '../network/timestamp.ts';
import { inventory, type StockNumber } from '../number/inventory.ts';

const capabilities = { voice: true, SMS: true, MMS: true, fax: false } as const;

/** A number on sale as Twilio's AvailablePhoneNumbers resource. */
export const representAvailable = ({ phoneNumber, country, locality, region }: StockNumber) => ({
  friendly_name: phoneNumber,
  phone_number: phoneNumber,
  lata: null,
  locality: locality || null,
  rate_center: null,
  latitude: null,
  longitude: null,
  region: region || null,
  postal_code: null,
  iso_country: country,
  address_requirements: 'none',
  beta: false,
  capabilities,
});

const typeShown = (number: StockNumber | undefined): string =>
  number?.type === 'TollFree' ? 'toll-free' : (number?.type.toLowerCase() ?? 'local');

/** A number bought as Twilio's IncomingPhoneNumbers resource. */
export function representNumber(network: Network, number: BoughtNumber) {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/IncomingPhoneNumbers/${number.sid}`;
  return {
    sid: number.sid,
    account_sid: network.accountSid,
    address_requirements: 'none',
    address_sid: null,
    api_version: '2010-04-01',
    beta: false,
    bundle_sid: null,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    date_created: rfc2822(number.boughtAt),
    date_updated: rfc2822(number.updatedAt),
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    friendly_name: number.friendlyName,
    identity_sid: null,
    origin: 'embedded',
    phone_number: number.phoneNumber,
    sms_application_sid: '',
    sms_fallback_method: number.smsFallback?.method ?? 'POST',
    sms_fallback_url: number.smsFallback?.url ?? '',
    sms_method: number.sms?.method ?? 'POST',
    sms_url: number.sms?.url ?? '',
    status: 'in-use',
    status_callback: number.statusCallback?.url ?? '',
    status_callback_method: number.statusCallback?.method ?? 'POST',
    subresource_uris: { assigned_add_ons: `${uri}/AssignedAddOns.json` },
    trunk_sid: null,
    type: typeShown(inventory.find(({ phoneNumber }) => phoneNumber === number.phoneNumber)),
    uri: `${uri}.json`,
    voice_application_sid: '',
    voice_caller_id_lookup: false,
    voice_fallback_method: number.voiceFallback?.method ?? 'POST',
    voice_fallback_url: number.voiceFallback?.url ?? '',
    voice_method: number.voice?.method ?? 'POST',
    voice_receive_mode: 'voice',
    voice_url: number.voice?.url ?? '',
  };
}
