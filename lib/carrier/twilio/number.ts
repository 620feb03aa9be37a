import * as z from 'zod/mini';
import type { AvailableNumber, NumberSearch, RentNumber } from '../carrier.ts';
import { send, type Upstream } from './request.ts';

const Capabilities = z.object({
  voice: z._default(z.boolean(), false),
  SMS: z.optional(z.boolean()),
  sms: z.optional(z.boolean()),
  MMS: z.optional(z.boolean()),
  mms: z.optional(z.boolean()),
});
const Available = z.object({
  available_phone_numbers: z.array(
    z.object({
      phone_number: z.string(),
      friendly_name: z.string(),
      iso_country: z.string(),
      locality: z.optional(z.nullable(z.string())),
      region: z.optional(z.nullable(z.string())),
      capabilities: Capabilities,
    }),
  ),
});
const Rented = z.object({ sid: z.string() });

/** Looks through the carrier's inventory. */
export async function searchNumbers(upstream: Upstream, search: NumberSearch): Promise<AvailableNumber[]> {
  const response = await send(upstream, 'GET', `/AvailablePhoneNumbers/${search.country}/${search.type}.json`, {
    AreaCode: search.areaCode,
    Contains: search.contains,
    PageSize: String(search.limit),
  });
  const { available_phone_numbers: found } = Available.parse(await response.json());
  return found.slice(0, search.limit).map((number) => ({
    phoneNumber: number.phone_number,
    friendlyName: number.friendly_name,
    isoCountry: number.iso_country,
    locality: number.locality ?? null,
    region: number.region ?? null,
    capabilities: {
      voice: number.capabilities.voice,
      sms: number.capabilities.SMS ?? number.capabilities.sms ?? false,
      mms: number.capabilities.MMS ?? number.capabilities.mms ?? false,
    },
  }));
}

/** Rents a number and sets where its calls and messages are brought; answers its SID upstream. */
export async function rentNumber(upstream: Upstream, request: RentNumber): Promise<string> {
  const response = await send(upstream, 'POST', '/IncomingPhoneNumbers.json', {
    PhoneNumber: request.phoneNumber,
    FriendlyName: request.name,
    VoiceUrl: request.voiceLink,
    VoiceMethod: 'POST',
    StatusCallback: request.callStatusLink,
    StatusCallbackMethod: 'POST',
    SmsUrl: request.messageLink,
    SmsMethod: 'POST',
  });
  return Rented.parse(await response.json()).sid;
}
