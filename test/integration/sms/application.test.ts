import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Handler } from '../gateway.ts';
import { send } from '../gateway.ts';
import { type Messaging, numbers, startMessaging } from './messaging.ts';

let messaging: Messaging;
let numberApi: Handler;
beforeAll(async () => {
  messaging = await startMessaging();
  numberApi = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
});
afterAll(() => messaging.close());

async function application(form: Record<string, string>): Promise<string> {
  const path = `/2010-04-01/Accounts/${messaging.tenant.sid}/Applications.json`;
  const { status, body } = await send(numberApi, { method: 'POST', path, as: messaging.tenant, form });
  expect(status).toBe(201);
  return String(body['sid']);
}
const write = (form: Record<string, string>) =>
  messaging.send({ To: numbers.person, From: numbers.own, Body: 'Hello', ...form });
const callbackOf = async (sid: unknown) => (await messaging.items(`RES#${sid}`))[0]?.['statusCallback'];

// Guarantee: a message's statuses are told to its application, by either of its names, unless the request says where.
test('ApplicationSid of a message', async () => {
  const newer = await application({ MessageStatusCallback: 'https://tenant.example/message' });
  const older = await application({ SmsStatusCallback: 'https://tenant.example/sms' });
  const silent = await application({ FriendlyName: 'Says nothing' });
  const told = async (form: Record<string, string>) => callbackOf((await write(form)).body['sid']);

  expect(await told({ ApplicationSid: newer })).toMatchObject({ url: 'https://tenant.example/message' });
  expect(await told({ ApplicationSid: older })).toMatchObject({ url: 'https://tenant.example/sms' });
  expect(await told({ ApplicationSid: silent })).toBeUndefined();
  expect(await told({ ApplicationSid: newer, StatusCallback: 'https://tenant.example/own' })).toMatchObject({
    url: 'https://tenant.example/own',
  });
});

// Guarantee: an application that the account does not have sends nothing.
test('an unknown application', async () => {
  const before = await messaging.items();
  expect(await write({ ApplicationSid: `AP${'0'.repeat(32)}` })).toMatchObject({ status: 400, body: { code: 21218 } });
  expect(await messaging.items()).toEqual(before);
});

// Guarantee: a number that names an application has its messages answered by it.
test('SmsApplicationSid', async () => {
  messaging.program.answers.set('/application', { body: '<Response><Message>By the application</Message></Response>' });
  const sid = await application({ SmsUrl: `${messaging.program.url}/application` });
  const { loadNumberByMapping, putChangedNumber } = await import('../../../lib/store/number.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const owned = await loadNumberByMapping(numbers.own);
  if (owned === undefined) throw new Error('The tenant has no number');
  await commit([putChangedNumber(owned.number, { smsApplicationSid: sid })]);
  const form = { MessageSid: `SM${'7'.repeat(32)}`, From: numbers.person, To: numbers.own, Body: 'Hi' };
  await messaging.webhook('/carriers/twilio/messages/receive', form);
  await messaging.drain();
  expect(messaging.program.asked.map(({ path }) => path)).toEqual(['/application']);
  expect(messaging.upstream.taken.at(-1)?.form.get('Body')).toBe('By the application');
});
