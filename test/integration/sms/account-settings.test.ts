import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Messaging, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());

const tenantWith = (settings: Record<string, unknown>) => messaging.tenantWith(settings);
const person = '+15550199';

// Guarantee: an account without messages sends none and receives none, and can read why.
test('messages that are not enabled', async () => {
  const { tenant, number, post } = await tenantWith({ Enabled: false });
  const before = await messaging.platform.items();

  const sent = await post({ To: person, From: number, Body: 'x' });

  expect(sent).toMatchObject({ status: 403, body: { code: 20010 } });
  expect(await messaging.platform.items()).toEqual(before);
  const form = { MessageSid: `SM${'1'.repeat(32)}`, From: person, To: number, Body: 'x' };
  expect((await messaging.webhook('/carriers/twilio/messages/receive', form)).status).toBe(200);
  const after = (await messaging.platform.items()).filter(
    (item) => !before.some(({ PK, SK }) => PK === item['PK'] && SK === item['SK']),
  );
  expect(after).toEqual([expect.objectContaining({ accountSid: tenant.sid, errorCode: 20010, severity: 'error' })]);
});

// Guarantee: a message goes only where the account's configuration lets it.
test('destinations that are not allowed', async () => {
  const { number, post } = await tenantWith({ AllowedDestinations: ['+44', '+4930'] });
  expect(await post({ To: person, From: number, Body: 'x' })).toMatchObject({ status: 400, body: { code: 21408 } });
  expect(await post({ To: '+493012345', From: number, Body: 'x' })).toMatchObject({ status: 201 });
});

// Guarantee: the account's own callback URI hears of messages that name none, and each keeps the version that let it in.
test('the account’s event callback', async () => {
  const { number, post } = await tenantWith({
    EventCallbackUri: 'https://t.example/events',
    EventCallbackMethod: 'GET',
  });
  const { body } = await post({ To: person, From: number, Body: 'x' });
  const [message] = await messaging.items(`RES#${body['sid']}`);
  expect(message).toMatchObject({
    configurationVersion: 1,
    statusCallback: { url: 'https://t.example/events', method: 'GET' },
  });
});

// Guarantee: numbers are taken as people write them, and kept in E.164.
test('a number in brackets', async () => {
  const { number, post } = await tenantWith({});
  const { body } = await post({ To: '(555) 010-0199', From: number.slice(1), Body: 'x' });
  expect(body).toMatchObject({ to: '+15550100199', from: number });
});

// Guarantee: a message shows its price once the ledger has it, negative as Twilio has it, and null before.
test('the price comes from the ledger', async () => {
  const { tenant, number, post } = await tenantWith({});
  const { body } = await post({ To: person, From: number, Body: 'x' });
  const path = `/2010-04-01/Accounts/${tenant.sid}/Messages/${body['sid']}.json`;
  const report = { MessageSid: `SM${'2'.repeat(32)}`, From: number, To: person, MessageStatus: 'delivered' };
  await messaging.webhook(messaging.statusPath(String(body['sid'])), report);
  expect((await messaging.get(path, tenant)).body).toMatchObject({ status: 'delivered', price: null });

  const [used] = (await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === body['sid']);
  await messaging.putInLedger(used ?? {}, 7_500_000n);

  expect((await messaging.get(path, tenant)).body).toMatchObject({ price: '-0.00750', price_unit: 'USD' });
});
