import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Credentials, type GatewayRequest, type Handler, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
const caller = '+14155550100';

let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
let numbers: Handler;
let numberSid: string;

beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/own');
  stranger = await voice.platform.enrol();
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
  const { body } = await voice.get(numbers, tenant, 'IncomingPhoneNumbers.json?PhoneNumber=%2B12125550100');
  numberSid = String((body['incoming_phone_numbers'] as { sid: string }[])[0]?.sid ?? (await mapped()));
  voice.twiml['/own'] = '<Response><Say>the number itself</Say></Response>';
  voice.twiml['/application'] = '<Response><Say>the application</Say></Response>';
});
afterAll(() => voice.close());

const mapped = async () => (await voice.itemsOf(`MAP#number#${number}`))[0]?.['resourceSid'];
const ask = (method: GatewayRequest['method'], rest: string, form?: Record<string, string>, as = tenant) =>
  send(numbers, { method, path: `/2010-04-01/Accounts/${as.sid}/${rest}`, as, ...(form && { form }) });
const create = async (form: Record<string, string>) => {
  const { status, body } = await ask('POST', 'Applications.json', form);
  expect(status).toBe(201);
  return String(body['sid']);
};
/** What a caller hears who dials the number. */
async function heard(): Promise<string> {
  const phone = voice.carrier.phone(caller);
  phone.dials(number);
  await voice.clock.advanceBy('20s');
  const call = phone.calls.at(-1);
  if (call === undefined) throw new Error('There was no call');
  return JSON.stringify(call.heard);
}

// Guarantee: a number that names an application is answered by it, told of by its callback, and by itself again after.
test('VoiceApplicationSid', async () => {
  const sid = await create({
    FriendlyName: 'Desk',
    VoiceUrl: `${voice.programUrl}/application`,
    StatusCallback: `${voice.programUrl}/told`,
  });
  expect(await heard()).toContain('the number itself');
  const named = await ask('POST', `IncomingPhoneNumbers/${numberSid}.json`, { VoiceApplicationSid: sid });
  expect(named).toMatchObject({ status: 200, body: { voice_application_sid: sid } });
  expect(await heard()).toContain('the application');
  const callbacks = (await voice.itemsOf('OUT#')).filter(({ queue }) => queue === 'callback');
  expect(callbacks).toMatchObject([{ input: { url: `${voice.programUrl}/told` } }]);

  expect(await ask('DELETE', `Applications/${sid}.json`)).toMatchObject({ status: 204 });
  expect(await heard()).toContain('the number itself');
});

// Guarantee: a call that names an application asks its URL and no other, and tells its callback.
test('ApplicationSid of a call', async () => {
  const sid = await create({ VoiceUrl: `${voice.programUrl}/application` });
  const phone = voice.carrier.phone('+14155550101').answersAfter('1s');
  const form = { To: phone.number, From: number, ApplicationSid: sid, Url: `${voice.programUrl}/own` };
  expect(await voice.post(voice.calls, tenant, 'Calls.json', form)).toMatchObject({ status: 201 });
  await voice.clock.advanceBy('20s');
  expect(JSON.stringify(phone.calls.at(-1)?.heard)).toContain('the application');
});

// Guarantee: an application that the account does not have, or that says nothing of calls, is refused, and nothing is kept.
test.each([
  ['nobody’s', `AP${'0'.repeat(32)}`],
  ['malformed', 'AP1'],
])('an application that is %s', async (_, sid) => {
  const before = await voice.platform.items();
  const form = { To: caller, From: number, ApplicationSid: sid };
  expect(await voice.post(voice.calls, tenant, 'Calls.json', form)).toMatchObject({ body: { code: 21218 } });
  const named = await ask('POST', `IncomingPhoneNumbers/${numberSid}.json`, { SmsApplicationSid: sid });
  expect(named).toMatchObject({ status: 400, body: { code: 21218 } });
  expect(await voice.platform.items()).toEqual(before);
});

// Guarantee: without a VoiceUrl an application answers no call.
test('an application without a VoiceUrl', async () => {
  const sid = await create({ SmsUrl: 'https://tenant.example/sms' });
  const form = { To: caller, From: number, ApplicationSid: sid };
  expect(await voice.post(voice.calls, tenant, 'Calls.json', form)).toMatchObject({ body: { code: 21218 } });
});

// Guarantee: another account's application is not found, whatever is asked of it, and cannot be named.
test.each(['GET', 'POST', 'DELETE'] as const)('%s of a foreign application is 404', async (method) => {
  const sid = await create({ FriendlyName: 'Mine' });
  const before = await voice.platform.items();
  expect(await ask(method, `Applications/${sid}.json`, { FriendlyName: 'Theirs' }, stranger)).toMatchObject({
    status: 404,
    body: { code: 20404 },
  });
  const bought = await ask(
    'POST',
    'IncomingPhoneNumbers.json',
    { AreaCode: '415', VoiceApplicationSid: sid },
    stranger,
  );
  expect(bought).toMatchObject({ status: 400, body: { code: 21218 } });
  expect(await voice.platform.items()).toEqual(before);
});

// Guarantee: what an application cannot be given is refused by name.
test.each([
  [{ VoiceUrl: 'nowhere' }, 'VoiceUrl'],
  [{ VoiceMethod: 'PUT' }, 'VoiceMethod'],
  [{ FriendlyName: 'x'.repeat(65) }, 'FriendlyName'],
  [{ VoiceCallerIdLookup: 'true' }, 'VoiceCallerIdLookup'],
])('%p is refused', async (form, name) => {
  const { status, body } = await ask('POST', 'Applications.json', form as Record<string, string>);
  expect({ status, code: body['code'] }).toEqual({ status: 400, code: 20001 });
  expect(String(body['message'])).toContain(name);
});

// Guarantee: applications are listed newest first, all or those of a name.
test('lists', async () => {
  const [first, second] = [await create({ FriendlyName: 'List' }), await create({ FriendlyName: 'List' })];
  await create({ FriendlyName: 'Other' });
  const { body } = await ask('GET', 'Applications.json?FriendlyName=List');
  expect((body['applications'] as { sid: string }[]).map(({ sid }) => sid).sort()).toEqual([first, second].sort());
});

// Guarantee: the sample event is one that the function takes.
test('events/number.create-application.json', async () => {
  const sample = sampleEvent<APIGatewayProxyEventV2>('number.create-application', tenant);
  expect(await numbers(sample, {} as never)).toMatchObject({ statusCode: 201 });
});
