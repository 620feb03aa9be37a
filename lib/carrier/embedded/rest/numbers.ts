import { numberOf } from '../call/receive-call.ts';
import { isE164 } from '../network/e164.ts';
import type { Network } from '../network/network.ts';
import type { BoughtNumber } from '../network/number.ts';
import { inventory, matchesPattern, type NumberType, type StockNumber } from '../number/inventory.ts';
import { badRequest, created, deleted, found, notFound, type RestAnswer, type RestRequest } from './answer.ts';
import { badUrlIn, sourceIn, textIn } from './form.ts';
import { alwaysAvailable, refusalOf } from './magic-numbers.ts';
import { page } from './page.ts';
import { representAvailable, representNumber } from './represent-number.ts';

/** GET AvailablePhoneNumbers/{Country}/Local|Mobile|TollFree.json. */
export function listAvailable(network: Network, request: RestRequest): RestAnswer {
  const { query, named } = request;
  const contains = query.get('Contains') ?? '';
  const matches = (number: StockNumber) =>
    number.country === named['Country'] &&
    number.type === (named['Type'] as NumberType) &&
    (query.get('AreaCode') ?? number.areaCode) === number.areaCode &&
    (query.get('InLocality') ?? number.locality) === number.locality &&
    (query.get('InRegion') ?? number.region) === number.region &&
    matchesPattern(number.phoneNumber, contains);
  const available = unsold(network).filter(matches);
  return page(request, 'available_phone_numbers', available, representAvailable);
}

/** GET AvailablePhoneNumbers.json: countries, and which kinds of numbers each has. */
export function listCountries(network: Network): RestAnswer {
  const available = `/2010-04-01/Accounts/${network.accountSid}/AvailablePhoneNumbers`;
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  const countries = [...Map.groupBy(inventory, ({ country }) => country)].map(([country, numbers]) => ({
    country_code: country,
    country: names.of(country) ?? country,
    uri: `${available}/${country}.json`,
    beta: false,
    subresource_uris: Object.fromEntries(
      [...new Set(numbers.map(({ type }) => type))].map((type) => [
        type === 'TollFree' ? 'toll_free' : type.toLowerCase(),
        `${available}/${country}/${type}.json`,
      ]),
    ),
  }));
  return found({ countries, uri: `${available}.json` });
}

const unsold = (network: Network): readonly StockNumber[] => {
  const bought = new Set(network.numbers.values().map(({ phoneNumber }) => phoneNumber));
  return inventory.filter(({ phoneNumber }) => !bought.has(phoneNumber));
};

const urls = ['VoiceUrl', 'VoiceFallbackUrl', 'SmsUrl', 'SmsFallbackUrl', 'StatusCallback'] as const;

/** POST IncomingPhoneNumbers/Local|Mobile|TollFree.json: buys a number of that kind and no other. */
export const buyNumberOf =
  (type: NumberType) =>
  (network: Network, request: RestRequest): RestAnswer => {
    const wanted = inventory.find(({ phoneNumber }) => phoneNumber === request.form.get('PhoneNumber'));
    return wanted === undefined || wanted.type === type
      ? buyNumber(network, request)
      : badRequest(21422, `PhoneNumber ${wanted.phoneNumber} is not available: it is ${wanted.type}`);
  };

/** POST IncomingPhoneNumbers.json: buys a number, by itself or any one of an area code. */
export function buyNumber(network: Network, { form }: RestRequest): RestAnswer {
  const bad = badUrlIn(form, urls);
  if (bad !== undefined) return badRequest(21402, `'${bad}' is not a valid URL`);
  const wanted = numberWanted(network, form);
  if (typeof wanted !== 'string') return wanted;
  const now = network.clock.now();
  const number: BoughtNumber = {
    sid: network.newSid('PN'),
    phoneNumber: wanted,
    friendlyName: wanted,
    boughtAt: now,
    updatedAt: now,
    voice: undefined,
    voiceFallback: undefined,
    sms: undefined,
    smsFallback: undefined,
    statusCallback: undefined,
  };
  change(number, form);
  network.numbers.set(number.sid, number);
  network.events.tell('state changed');
  return created(representNumber(network, number));
}

function numberWanted(network: Network, form: URLSearchParams): string | RestAnswer {
  const phoneNumber = textIn(form, 'PhoneNumber');
  const areaCode = textIn(form, 'AreaCode');
  if (phoneNumber !== undefined) return checkWanted(network, phoneNumber);
  if (areaCode === undefined) return badRequest(21404, "Neither 'PhoneNumber' nor 'AreaCode' is specified");
  const first = unsold(network).find((number) => number.areaCode === areaCode && number.country === 'US');
  return first?.phoneNumber ?? badRequest(21452, `No phone numbers found in area code ${areaCode}`);
}

function checkWanted(network: Network, phoneNumber: string): string | RestAnswer {
  const refusal = refusalOf('purchase', phoneNumber);
  if (refusal !== undefined) return badRequest(refusal.code, refusal.message);
  if (!isE164(phoneNumber)) return badRequest(21421, `PhoneNumber ${phoneNumber} is invalid`);
  const isFree = phoneNumber === alwaysAvailable || inventory.some((number) => number.phoneNumber === phoneNumber);
  if (!isFree || numberOf(network, phoneNumber) !== undefined)
    return badRequest(21422, `PhoneNumber ${phoneNumber} is not available`);
  return phoneNumber;
}

/** Sets what the form names; an empty URL takes one away. */
function change(number: BoughtNumber, form: URLSearchParams): void {
  number.friendlyName = textIn(form, 'FriendlyName') ?? number.friendlyName;
  const given = (url: string, method: string, before: BoughtNumber['voice']) =>
    form.has(url) ? sourceIn(form, url, method) : before;
  number.voice = given('VoiceUrl', 'VoiceMethod', number.voice);
  number.voiceFallback = given('VoiceFallbackUrl', 'VoiceFallbackMethod', number.voiceFallback);
  number.sms = given('SmsUrl', 'SmsMethod', number.sms);
  number.smsFallback = given('SmsFallbackUrl', 'SmsFallbackMethod', number.smsFallback);
  number.statusCallback = given('StatusCallback', 'StatusCallbackMethod', number.statusCallback);
}

/** GET IncomingPhoneNumbers.json. */
export function listNumbers(network: Network, request: RestRequest): RestAnswer {
  const { query } = request;
  const wanted = query.get('PhoneNumber') ?? '';
  const matches = (number: BoughtNumber) =>
    matchesPattern(number.phoneNumber, wanted) &&
    (query.get('FriendlyName') ?? number.friendlyName) === number.friendlyName;
  const numbers = [...network.numbers.values()].filter(matches).reverse();
  return page(request, 'incoming_phone_numbers', numbers, (number) => representNumber(network, number));
}

/** GET IncomingPhoneNumbers/{Sid}.json. */
export function fetchNumber(network: Network, { path, named }: RestRequest): RestAnswer {
  const number = network.numbers.get(named['NumberSid'] ?? '');
  return number === undefined ? notFound(path) : found(representNumber(network, number));
}

/** POST IncomingPhoneNumbers/{Sid}.json. */
export function updateNumber(network: Network, { path, named, form }: RestRequest): RestAnswer {
  const number = network.numbers.get(named['NumberSid'] ?? '');
  if (number === undefined) return notFound(path);
  const bad = badUrlIn(form, urls);
  if (bad !== undefined) return badRequest(21402, `'${bad}' is not a valid URL`);
  change(number, form);
  number.updatedAt = network.clock.now();
  network.events.tell('state changed');
  return found(representNumber(network, number));
}

/** DELETE IncomingPhoneNumbers/{Sid}.json: gives the number back. */
export function releaseNumber(network: Network, { path, named }: RestRequest): RestAnswer {
  if (!network.numbers.delete(named['NumberSid'] ?? '')) return notFound(path);
  network.events.tell('state changed');
  return deleted;
}
