import * as z from 'zod/mini';
import type { AvailableNumber, NumberSearch, RentedNumber, RentNumber } from '../carrier.ts';
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
const Rented = z.object({
  sid: z.string(),
  phone_number: z.string(),
  friendly_name: z.nullable(z.string()),
  capabilities: Capabilities,
});
const Found = z.object({ incoming_phone_numbers: z.array(Rented) });

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
    capabilities: capabilitiesOf(number),
  }));
}

/** Rents a number and sets where its calls and messages are brought. */
export async function rentNumber(upstream: Upstream, request: RentNumber): Promise<RentedNumber> {
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
  return rented(upstream, Rented.parse(await response.json()));
}

/** A number of the upstream account. */
export async function findNumber(upstream: Upstream, phoneNumber: string): Promise<RentedNumber | undefined> {
  const response = await send(upstream, 'GET', '/IncomingPhoneNumbers.json', { PhoneNumber: phoneNumber });
  const { incoming_phone_numbers: found } = Found.parse(await response.json());
  // The filter also matches longer numbers.
  const number = found.find((candidate) => candidate.phone_number === phoneNumber);
  return number && rented(upstream, number);
}

const rented = (upstream: Upstream, number: z.infer<typeof Rented>): RentedNumber => ({
  reference: { carrier: 'twilio', account: upstream.accountSid, id: number.sid },
  name: number.friendly_name ?? '',
  capabilities: capabilitiesOf(number),
});

// Twilio writes them in capitals on sale and in small letters once sold.
const capabilitiesOf = ({ capabilities }: { capabilities: z.infer<typeof Capabilities> }) => ({
  voice: capabilities.voice,
  sms: capabilities.SMS ?? capabilities.sms ?? false,
  mms: capabilities.MMS ?? capabilities.mms ?? false,
});
