import * as z from 'zod/mini';
import {
  type AvailableNumber,
  type NumberCountry,
  type NumberSearch,
  type NumberType,
  numberTypes,
  type RentedNumber,
  type RentNumber,
} from '../carrier.ts';
import { send } from './request.ts';
import type { Upstream } from './upstream.ts';

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
  type: z.optional(z.nullable(z.string())),
});
const Countries = z.object({
  countries: z.array(
    z.object({
      country_code: z.string(),
      country: z.string(),
      beta: z._default(z.boolean(), false),
      subresource_uris: z.record(z.string(), z.string()),
    }),
  ),
});
const Found = z.object({ incoming_phone_numbers: z.array(Rented) });

/** Looks through the carrier's inventory. */
export async function searchNumbers(upstream: Upstream, search: NumberSearch): Promise<AvailableNumber[]> {
  const response = await send(upstream, 'GET', `/AvailablePhoneNumbers/${search.country}/${search.type}.json`, {
    AreaCode: search.areaCode,
    Contains: search.contains,
    InLocality: search.locality,
    InRegion: search.region,
    InPostalCode: search.postalCode,
    VoiceEnabled: search.voice?.toString(),
    SmsEnabled: search.sms?.toString(),
    MmsEnabled: search.mms?.toString(),
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
  const kind = request.type === undefined ? '' : `/${request.type}`;
  const response = await send(upstream, 'POST', `/IncomingPhoneNumbers${kind}.json`, {
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

/** Where the carrier has numbers, and of which kinds: its own links tell. */
export async function numberCountries(upstream: Upstream): Promise<NumberCountry[]> {
  const response = await send(upstream, 'GET', '/AvailablePhoneNumbers.json');
  const { countries } = Countries.parse(await response.json());
  return countries.map(({ country_code: code, country: name, beta, subresource_uris }) => ({
    code,
    name,
    beta,
    types: Object.keys(subresource_uris).flatMap((key) => typeNamed(key) ?? []),
  }));
}

/** `toll_free`, `toll-free` and `tollfree` are all `TollFree`. */
const typeNamed = (text: string): NumberType | undefined =>
  numberTypes.find((type) => type.toLowerCase() === text.replaceAll(/[^a-z]/gi, '').toLowerCase());

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
  type: typeNamed(number.type ?? ''),
});

// Twilio writes them in capitals on sale and in small letters once sold.
const capabilitiesOf = ({ capabilities }: { capabilities: z.infer<typeof Capabilities> }) => ({
  voice: capabilities.voice,
  sms: capabilities.SMS ?? capabilities.sms ?? false,
  mms: capabilities.MMS ?? capabilities.mms ?? false,
});
