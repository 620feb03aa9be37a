import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Messaging, startMessaging } from './messaging.ts';

let messaging: Messaging;
let tenant: Awaited<ReturnType<Messaging['tenantWith']>>;
beforeAll(async () => {
  messaging = await startMessaging();
  tenant = await messaging.tenantWith({
    AlphanumericSenders: ['ACME', 'Ac me-2'],
    MessagesPerSecondOf: { 'Ac me-2': 0.01 },
  });
});
afterAll(() => messaging.close());
beforeEach(() => messaging.upstream.takes('accept'));

const to = '+447700900123';

// Guarantee: an account sends under the names that it was allowed, as they are written.
test('a sender id', async () => {
  const { body } = await tenant.post({ To: to, From: 'ACME', Body: 'Hello' });
  expect(body).toMatchObject({ from: 'ACME', to, status: 'queued' });
  expect(messaging.upstream.taken[0]?.form.get('From')).toBe('ACME');
  const { body: list } = await messaging.get(
    `/2010-04-01/Accounts/${tenant.tenant.sid}/Messages.json?From=ACME`,
    tenant.tenant,
  );
  expect(list['messages']).toEqual([expect.objectContaining({ sid: body['sid'] })]);
});

// Guarantee: a sender id has its own rate.
test('its rate', async () => {
  for (const Body of ['One', 'Two']) await tenant.post({ To: to, From: 'Ac me-2', Body });
  expect(messaging.upstream.taken).toHaveLength(1);
});

// Guarantee: names of others, names that are none, media, and where no names go: refused with Twilio's number.
test.each([
  ['another’s name', { From: 'ACMEBANK' }, 21606],
  ['its own in small letters', { From: 'acme' }, 21606],
  ['digits alone', { From: '12345' }, 21212],
  ['twelve letters', { From: 'ACMEACMEACME' }, 21212],
  ['a letter that is not allowed', { From: 'ACMÉ' }, 21212],
  ['spaces around it', { From: ' ACME' }, 21212],
  ['the United States', { From: 'ACME', To: '+14155550123' }, 21612],
  ['media', { From: 'ACME', MediaUrl: 'https://a.example/a.png' }, 21612],
])('%s', async (_name, form, code) => {
  const before = await messaging.platform.items();
  expect(await tenant.post({ To: to, Body: 'Hello', ...form })).toMatchObject({ status: 400, body: { code } });
  expect(messaging.upstream.taken).toEqual([]);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: an account that was allowed no names sends under none.
test('no names', async () => {
  const other = await messaging.tenantWith({});
  expect(await other.post({ To: to, From: 'ACME', Body: 'x' })).toMatchObject({ status: 400, body: { code: 21606 } });
});
