import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type PlatformWithCarrier, startWithCarrier } from './upstream.ts';

let platform: PlatformWithCarrier;
let api: Handler;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startWithCarrier();
  api = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

const path = (rest: string) => `/2010-04-01/Accounts/${tenant.sid}/${rest}`;
const get = async (rest: string) => (await send(api, { method: 'GET', path: path(rest), as: tenant })).body;
const buy = (type: string, form: Record<string, string>) =>
  send(api, { method: 'POST', path: path(`IncomingPhoneNumbers/${type}.json`), as: tenant, form });
const owned = async (type: string) =>
  ((await get(`IncomingPhoneNumbers/${type}.json`))['incoming_phone_numbers'] as Record<string, string>[]).map(
    ({ phone_number, type }) => [phone_number, type],
  );

// Guarantee: a number is bought as the kind that the path names, and stands in that kind's list and in no other.
test('numbers by kind', async () => {
  for (const [type, PhoneNumber] of [
    ['Local', '+13125550101'],
    ['Mobile', '+447700100001'],
    ['TollFree', '+18005550101'],
  ] as const) {
    expect(await buy(type, { PhoneNumber })).toMatchObject({ status: 201, body: { phone_number: PhoneNumber } });
  }
  expect(await owned('Local')).toEqual([['+13125550101', 'local']]);
  expect(await owned('Mobile')).toEqual([['+447700100001', 'mobile']]);
  expect(await owned('TollFree')).toEqual([['+18005550101', 'toll-free']]);
});

// Guarantee: a number of another kind is not bought, and nothing of the attempt stays behind.
test.each([
  ['TollFree', { PhoneNumber: '+13125550102' }, 21422],
  ['Local', {}, 21421],
  ['Mobile', { PhoneNumber: '07700' }, 21421],
])('%s %p is refused', async (type, form, code) => {
  const before = await platform.items();
  expect(await buy(type, form as Record<string, string>)).toMatchObject({ status: 400, body: { code } });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: the countries are those in which the carrier has numbers, each with its kinds; of others nothing is found.
test('countries', async () => {
  const { countries } = await get('AvailablePhoneNumbers.json');
  expect((countries as Record<string, string>[]).map(({ country_code }) => country_code)).toEqual(['US', 'GB', 'DE']);
  const uri = path('AvailablePhoneNumbers/US');
  expect(await get('AvailablePhoneNumbers/US.json')).toMatchObject({
    country: 'United States',
    subresource_uris: { local: `${uri}/Local.json`, toll_free: `${uri}/TollFree.json` },
  });
  expect(await get('AvailablePhoneNumbers/AQ.json')).toMatchObject({ code: 20404 });
});
