import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { type Credentials, type GatewayRequest, type Handler, send } from '../gateway.ts';
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

const path = (account: Credentials, rest: string) => `/2010-04-01/Accounts/${account.sid}/${rest}`;
const ask = (request: GatewayRequest) => send(api, request);
const get = (rest: string, as = tenant) => ask({ method: 'GET', path: path(as, rest), as });
const buy = (form: Record<string, string>, as = tenant) =>
  ask({ method: 'POST', path: path(as, 'IncomingPhoneNumbers.json'), as, form });
const list = async (query = '', as = tenant) =>
  (await get(`IncomingPhoneNumbers.json${query}`, as)).body['incoming_phone_numbers'];

/** A number that nobody has yet. */
async function free(areaCode = '415'): Promise<string> {
  const { body } = await get(`AvailablePhoneNumbers/US/Local.json?AreaCode=${areaCode}&PageSize=1`);
  const [number] = body['available_phone_numbers'] as { phone_number: string }[];
  return String(number?.phone_number);
}

// Guarantee: a tenant sees what the carrier has on offer, as Twilio shows it.
test.each([
  ['US/Local', 'AreaCode=212', /^\+1212/],
  ['US/Local', 'Contains=%2B1415555****', /^\+1415555\d{4}$/],
  ['US/TollFree', '', /^\+18/],
  ['GB/Mobile', '', /^\+447700/],
])('%s?%s finds numbers', async (where, query, pattern) => {
  const { status, body } = await get(`AvailablePhoneNumbers/${where}.json?PageSize=3&${query}`);
  expect(status).toBe(200);
  const found = body['available_phone_numbers'] as { phone_number: string }[];
  expect(found).toHaveLength(3);
  for (const number of found) expect(number.phone_number).toMatch(pattern);
  expect(found[0]).toMatchObject({ capabilities: { voice: true, SMS: true, MMS: true }, beta: false });
});

// Guarantee: a search that cannot be made is refused, never answered with something else.
test.each([
  ['US/Local.json?AreaCode=abc', 400, 21451],
  ['US/Local.json?Contains=1', 400, 20001],
  ['US/Local.json?PageSize=x', 400, 20001],
  ['US/Local.json?NearNumber=%2B14155550100', 400, 20001],
  ['US/Local.json?FaxEnabled=true', 400, 20001],
  ['us/Local.json', 404, 20404],
  ['US/Satellite.json', 404, 20404],
])('AvailablePhoneNumbers/%s is refused', async (where, status, code) => {
  expect(await get(`AvailablePhoneNumbers/${where}`)).toMatchObject({ status, body: { code, status } });
});

// Guarantee: a number is bought with where its calls and messages go, and the carrier brings them to the platform.
test('a number is bought, and the carrier gets the platform’s addresses', async () => {
  const phoneNumber = await free();
  const { status, body } = await buy({
    PhoneNumber: phoneNumber,
    VoiceUrl: 'https://tenant.example/voice',
    VoiceMethod: 'get',
    SmsUrl: 'https://tenant.example/sms',
    FriendlyName: 'Hotline',
  });

  expect(status).toBe(201);
  expect(body).toMatchObject({
    sid: expect.stringMatching(/^PN[0-9a-f]{32}$/),
    account_sid: tenant.sid,
    phone_number: phoneNumber,
    friendly_name: 'Hotline',
    status: 'in-use',
    voice_url: 'https://tenant.example/voice',
    voice_method: 'GET',
    sms_url: 'https://tenant.example/sms',
    sms_method: 'POST',
    status_callback: '',
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    uri: path(tenant, `IncomingPhoneNumbers/${body['sid']}.json`),
  });
  expect(platform.rented().find((number) => number.phoneNumber === phoneNumber)).toMatchObject({
    friendlyName: body['sid'],
    voice: { url: 'http://127.0.0.1:1/carriers/twilio/calls/answer#rc=5&rp=all', method: 'POST' },
    statusCallback: { url: 'http://127.0.0.1:1/carriers/twilio/calls/status#rc=5&rp=all' },
    sms: { url: 'http://127.0.0.1:1/carriers/twilio/messages/receive#rc=5&rp=all' },
  });
  expect((await get(`IncomingPhoneNumbers/${body['sid']}.json`)).body).toEqual(body);
  const stored = (await platform.items()).find(({ PK }) => PK === `RES#${body['sid']}`);
  expect(stored).not.toHaveProperty('duePK');
});

// Guarantee: call and sms find whose a number is by the number alone, and an account calls from its own numbers only.
test('a number in use is found by its mapping', async () => {
  const { loadNumberByMapping, loadOwnedNumber } = await import('../../../lib/store/number.ts');
  const { body } = await buy({ AreaCode: '415' });
  const phoneNumber = String(body['phone_number']);
  expect(await loadNumberByMapping(phoneNumber)).toMatchObject({
    accountSid: tenant.sid,
    number: { sid: body['sid'] },
  });
  expect(await loadOwnedNumber(tenant.sid, phoneNumber)).toMatchObject({ sid: body['sid'] });
  expect(await loadOwnedNumber(platform.operator.sid, phoneNumber)).toBeUndefined();
  expect(await loadNumberByMapping('+19995550100')).toBeUndefined();
});

// Guarantee: of many who buy one number at once, one has it, and the carrier lets go of nothing in between.
test.each(['tenants', 'requests of one tenant'])('ten %s buy one number: one owner', async (who) => {
  const phoneNumber = await free();
  const buyers = await Promise.all(Array.from({ length: 10 }, () => (who === 'tenants' ? platform.enrol() : tenant)));
  const answers = await Promise.all(buyers.map((as) => buy({ PhoneNumber: phoneNumber }, as)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body['code'] === 21422)).toHaveLength(9);
  expect(platform.rented().filter((number) => number.phoneNumber === phoneNumber)).toHaveLength(1);
});

// Guarantee: by area code everybody gets a number of their own, however many ask at once.
test('five buyers of an area code have five numbers', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => buy({ AreaCode: '702' })));
  const numbers = answers.map(({ body }) => String(body['phone_number']));
  expect(new Set(numbers).size).toBe(5);
  for (const number of numbers) expect(number).toMatch(/^\+1702/);
});

// Guarantee: a purchase that is refused says why, and leaves nothing here or at the carrier.
test.each([
  ['nothing wanted', {}, 400, 21421, 'neither PhoneNumber nor AreaCode'],
  ['not E.164', { PhoneNumber: '415 555 0100' }, 400, 21421, '415 555 0100'],
  ['a number that the carrier does not have', { PhoneNumber: '+14155559999' }, 400, 21422, '+14155559999'],
  ['Twilio’s magic invalid number', { PhoneNumber: '+15005550001' }, 400, 21421, '+15005550001'],
  ['an area code that is none', { AreaCode: '41' }, 400, 21451, '41'],
  ['an area code without numbers', { AreaCode: '999' }, 400, 21452, '999'],
  ['a URL that is none', { AreaCode: '415', VoiceUrl: 'tenant.example' }, 400, 20001, 'VoiceUrl'],
  ['a script for a URL', { AreaCode: '415', SmsUrl: 'javascript:alert(1)' }, 400, 20001, 'SmsUrl'],
  ['another method', { AreaCode: '415', StatusCallbackMethod: 'PUT' }, 400, 20001, 'StatusCallbackMethod'],
  ['a long name', { AreaCode: '415', FriendlyName: 'x'.repeat(65) }, 400, 20001, 'FriendlyName'],
  ['an application', { AreaCode: '415', VoiceApplicationSid: 'AP1' }, 400, 21218, 'AP1'],
  ['an application for messages', { AreaCode: '415', SmsApplicationSid: 'AP1' }, 400, 21218, 'AP1'],
  ['a trunk', { AreaCode: '415', TrunkSid: 'TK1' }, 400, 20001, 'TrunkSid'],
  ['a fax', { AreaCode: '415', VoiceReceiveMode: 'fax' }, 400, 20001, 'VoiceReceiveMode'],
])('%s is refused', async (_, form, status, code, reason) => {
  const [before, rented] = [await platform.items(), platform.rented().length];
  expect(await buy(form)).toMatchObject({ status, body: { code, status, message: expect.stringContaining(reason) } });
  expect(await platform.items()).toEqual(before);
  expect(platform.rented()).toHaveLength(rented);
});

// Guarantee: the account's numbers are listed newest first, by number or part of one, by name, on pages of any size.
test('numbers are listed and filtered', async () => {
  const account = await platform.enrol();
  const bought: Record<string, unknown>[] = [];
  for (const AreaCode of ['212', '312', '212'])
    bought.unshift((await buy({ AreaCode, FriendlyName: `${bought.length}` }, account)).body);
  const [last, middle, first] = bought;

  expect(await list('', account)).toEqual(expect.arrayContaining(bought));
  expect(await list(`?PhoneNumber=${encodeURIComponent(String(first?.['phone_number']))}`, account)).toEqual([first]);
  expect(await list('?PhoneNumber=%2B1312*******', account)).toEqual([middle]);
  expect(await list('?PhoneNumber=312', account)).toEqual([middle]);
  expect(await list('?FriendlyName=2', account)).toEqual([last]);
  expect(await list('?FriendlyName=none', account)).toEqual([]);
  expect(await list('?PhoneNumber=%2B19995550100', account)).toEqual([]);
  const page = (await get('IncomingPhoneNumbers.json?PageSize=2', account)).body;
  const next = await ask({ method: 'GET', path: String(page['next_page_uri']), as: account });
  expect([page, next.body].flatMap((body) => body['incoming_phone_numbers'])).toHaveLength(3);
  expect(next.body['next_page_uri']).toBeNull();
  expect(await get('IncomingPhoneNumbers.json?PhoneNumber=abc', account)).toMatchObject({ status: 400 });
});

// Guarantee: what is given is changed, what is not stays, an empty URL takes one away.
test('a number is updated', async () => {
  const { body } = await buy({ AreaCode: '415', VoiceUrl: 'https://a.example/', SmsUrl: 'https://b.example/' });
  const update = (form: Record<string, string>) =>
    ask({ method: 'POST', path: path(tenant, `IncomingPhoneNumbers/${body['sid']}.json`), as: tenant, form });

  const changed = await update({ VoiceUrl: 'https://c.example/', VoiceFallbackUrl: 'https://d.example/', SmsUrl: '' });
  expect(changed).toMatchObject({
    status: 200,
    body: {
      voice_url: 'https://c.example/',
      voice_fallback_url: 'https://d.example/',
      sms_url: '',
      friendly_name: body['friendly_name'],
    },
  });
  for (const form of [{ VoiceUrl: 'x' }, { VoiceMethod: 'x' }, { TrunkSid: 'TK1' }]) {
    expect(await update(form)).toMatchObject({ status: 400, body: { code: 20001 } });
  }
  expect((await get(`IncomingPhoneNumbers/${body['sid']}.json`)).body).toEqual(changed.body);
});

// Guarantee: a number that is given back is gone here and at the carrier, and somebody else may have it.
test('a number is released', async () => {
  const { body } = await buy({ AreaCode: '415' });
  const remove = () =>
    ask({ method: 'DELETE', path: path(tenant, `IncomingPhoneNumbers/${body['sid']}.json`), as: tenant });
  const before = (await platform.items()).length;

  expect(await remove()).toMatchObject({ status: 204 });

  expect((await platform.items()).length).toBe(before - 2);
  expect(platform.rented().some(({ phoneNumber }) => phoneNumber === body['phone_number'])).toBe(false);
  expect(await remove()).toMatchObject({ status: 404, body: { code: 20404 } });
  expect(await buy({ PhoneNumber: String(body['phone_number']) }, await platform.enrol())).toMatchObject({
    status: 201,
  });
});

// Guarantee: another's number does not exist, whatever is tried with it.
test.each(['GET', 'POST', 'DELETE'] as const)('%s of another’s number is 404', async (method) => {
  const { body } = await buy({ AreaCode: '415' });
  const stranger = await platform.enrol();
  const before = await platform.items();
  const paths = [
    path(stranger, `IncomingPhoneNumbers/${body['sid']}.json`),
    path(tenant, `IncomingPhoneNumbers/${body['sid']}.json`),
  ];
  for (const where of paths) {
    expect(await ask({ method, path: where, as: stranger, form: { VoiceUrl: '' } })).toMatchObject({
      status: 404,
      body: { code: 20404 },
    });
  }
  expect(await ask({ method, path: path(tenant, 'IncomingPhoneNumbers/PNx.json'), as: tenant })).toMatchObject({
    status: 404,
  });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: a suspended account gets nothing within 5 s, whoever asks for it.
test('a suspended sub-account gets no number', async () => {
  const sub = await platform.enrol(tenant);
  const where = `/2010-04-01/Accounts/${sub.sid}.json`;
  await send(platform.accountApi, { method: 'POST', path: where, as: tenant, form: { Status: 'suspended' } });
  // In this area code there are no numbers: what is let in is refused by the carrier.
  const attempt = () =>
    ask({ method: 'POST', path: path(sub, 'IncomingPhoneNumbers.json'), as: tenant, form: { AreaCode: '999' } });
  const answer = await eventually('the refusal', async () => {
    const refused = await attempt();
    return refused.body['code'] !== 21452 && refused;
  });
  expect(answer).toMatchObject({ status: 403, body: { code: 20005 } });
});

// Guarantee: a number is held from its purchase to its release, once each, whoever asks how often.
test('numbers held', async () => {
  const owner = await platform.enrol();
  const { loadHeldDay } = await import('../../../lib/metering/held.ts');
  const { billingDay } = await import('../../../lib/period/day.ts');
  const held = async () => {
    const { change, begun } = await loadHeldDay(owner.sid, 'phonenumbers', billingDay(Date.now(), 'UTC'));
    return [change, begun];
  };
  const PhoneNumber = await free();
  await Promise.all([buy({ PhoneNumber }, owner), buy({ PhoneNumber }, owner)]);
  const [bought] = (await list('', owner)) as { sid: string }[];
  expect(await held()).toEqual([1n, 1n]);
  const release = () => {
    const rest = `IncomingPhoneNumbers/${bought?.sid}.json`;
    return ask({ method: 'DELETE', path: path(owner, rest), as: owner });
  };
  expect((await Promise.all([release(), release()])).map(({ status }) => status).sort()).toEqual([204, 404]);
  expect(await held()).toEqual([0n, 1n]);
});
