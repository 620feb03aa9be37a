import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(() => messaging.upstream.takes('accept'));

const good = { To: numbers.person, From: numbers.own, Body: 'Hello' };
const itemOf = async (sid: unknown) => (await messaging.items(`RES#${sid}`))[0];
const usageOf = async (sid: unknown) =>
  (await messaging.items('USE#')).filter(({ SK }) => String(SK).includes(String(sid)));
const callbacksOf = async (sid: unknown) =>
  (await messaging.items(`OUT#${sid}`)).sort((one, other) => (String(one['SK']) < String(other['SK']) ? -1 : 1));
const report = (sid: unknown, MessageStatus: string, more: Record<string, string> = {}) =>
  messaging.webhook(messaging.statusPath(String(sid)), {
    MessageSid: messaging.upstream.taken[0]?.sid ?? `SM${'9'.repeat(32)}`,
    From: numbers.own,
    To: numbers.person,
    MessageStatus,
    ...more,
  });

// Guarantee: what Twilio refuses is refused with Twilio's number, no carrier is asked, and nothing is written.
test.each<[string, Record<string, string>, number, number]>([
  ['no To', { From: numbers.own, Body: 'x' }, 400, 21604],
  ['an empty To', { ...good, To: '' }, 400, 21604],
  ['a To that is no number', { ...good, To: 'Alice' }, 400, 21211],
  ['no From', { To: numbers.person, Body: 'x' }, 400, 21603],
  ['a From that is no number', { ...good, From: '12' }, 400, 21212],
  ['To and From alike', { ...good, To: numbers.own }, 400, 21266],
  ['another tenant’s number', { ...good, From: numbers.foreign }, 400, 21606],
  ['nobody’s number', { ...good, From: '+15550999' }, 400, 21606],
  ['neither text nor media', { To: numbers.person, From: numbers.own }, 400, 21619],
  ['an empty text', { ...good, Body: '' }, 400, 21602],
  ['a text too long', { ...good, Body: 'x'.repeat(1_601) }, 400, 21617],
  ['a media URL of another kind', { ...good, MediaUrl: 'ftp://a.example/a.png' }, 400, 21620],
  ['a callback that is no URL', { ...good, StatusCallback: 'nowhere' }, 400, 21609],
  ['a messaging service', { ...good, MessagingServiceSid: `MG${'0'.repeat(32)}` }, 400, 20001],
  ['a time to send', { ...good, SendAt: '2026-12-01T00:00:00Z' }, 400, 20001],
])('%s is refused', async (_name, form, status, code) => {
  const before = await messaging.platform.items();

  const reply = await messaging.send(form);

  expect(reply).toEqual({
    status,
    body: { code, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  });
  expect(messaging.upstream.taken).toEqual([]);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: nobody sends for another: not without credentials, with wrong ones, or with another tenant's.
test.each<[string, () => { sid: string; authToken: string } | undefined, number]>([
  ['no credentials', () => undefined, 401],
  ['a wrong token', () => ({ ...messaging.tenant, authToken: 'x' }), 401],
  ['another tenant’s', () => messaging.stranger, 404],
])('%s: refused', async (_name, as, status) => {
  const before = await messaging.platform.items();
  const path = `${messaging.messages}.json`;
  const reply = await send(messaging.api, { method: 'POST', path, as: as(), form: good });
  expect(reply.status).toBe(status);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: a message is sent once, in the tenant's name, and shown as Twilio shows it.
test('a message is taken by the carrier and shown', async () => {
  const { status, body } = await messaging.send({ ...good, Body: 'Zażółć 🍝', StatusCallback: 'https://t.example/s' });

  expect(status).toBe(201);
  expect(body).toEqual({
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    account_sid: messaging.tenant.sid,
    api_version: '2010-04-01',
    messaging_service_sid: null,
    from: numbers.own,
    to: numbers.person,
    body: 'Zażółć 🍝',
    direction: 'outbound-api',
    status: 'queued',
    num_segments: '1',
    num_media: '0',
    error_code: null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    date_created: expect.stringMatching(/ \+0000$/),
    date_updated: expect.stringMatching(/ \+0000$/),
    date_sent: null,
    uri: `${messaging.messages}/${body['sid']}.json`,
    subresource_uris: { media: `${messaging.messages}/${body['sid']}/Media.json` },
  });
  const [taken, ...others] = messaging.upstream.taken;
  expect(others).toEqual([]);
  expect(Object.fromEntries(taken?.form ?? [])).toEqual({
    From: numbers.own,
    To: numbers.person,
    Body: 'Zażółć 🍝',
    StatusCallback: expect.stringContaining('/carriers/twilio/messages/status?link='),
  });
  expect(await itemOf(body['sid'])).toMatchObject({ reference: { carrier: 'twilio', id: taken?.sid } });
  expect(await usageOf(body['sid'])).toEqual([]);
});

// Guarantee: a delivered message leaves one usage event of its segments, and its program hears of every step in order.
test('a delivery is reported, metered and told', async () => {
  const { body } = await messaging.send({ ...good, Body: 'x'.repeat(307), StatusCallback: 'https://t.example/s' });
  const { sid } = body;

  for (const status of ['sending', 'sent', 'sent', 'delivered', 'sent', 'delivered']) {
    expect((await report(sid, status)).status).toBe(204);
  }

  const usage = await usageOf(sid);
  expect(usage).toEqual([
    expect.objectContaining({ meter: 'sms-outbound', quantity: 3, destination: numbers.person, origin: numbers.own }),
  ]);
  const callbacks = await callbacksOf(sid);
  expect(callbacks.map(({ SK }) => SK)).toEqual(['000000', '000001', '000002']);
  expect(callbacks.map(({ input }) => input)).toEqual(
    ['sending', 'sent', 'delivered'].map((MessageStatus) => ({
      url: 'https://t.example/s',
      method: 'POST',
      parameters: expect.objectContaining({ MessageSid: sid, MessageStatus, AccountSid: messaging.tenant.sid }),
    })),
  );
  const shown = await messaging.get(`${messaging.messages}/${sid}.json`);
  expect(shown.body).toMatchObject({ status: 'delivered', date_sent: expect.any(String), num_segments: '3' });
});

// Guarantee: a failed delivery shows the carrier's reason and is not billed; an undelivered one was sent and is.
test.each([
  ['failed', 0, '30005'],
  ['undelivered', 1, '30003'],
])('%s is billed %s segments', async (status, quantity, ErrorCode) => {
  const { body } = await messaging.send({ ...good, StatusCallback: 'https://t.example/s' });

  await report(body['sid'], status, { ErrorCode });

  expect(await usageOf(body['sid'])).toEqual([expect.objectContaining({ quantity })]);
  const [callback] = await callbacksOf(body['sid']);
  expect(callback?.['input']).toMatchObject({ parameters: { MessageStatus: status, ErrorCode } });
  const shown = await messaging.get(`${messaging.messages}/${body['sid']}.json`);
  expect(shown.body).toMatchObject({ status, error_code: Number(ErrorCode), error_message: expect.any(String) });
});

// Guarantee: a carrier that repeats itself, even at one instant, never makes a tenant pay twice or hear it twice.
test.each([1, 2, 100])('%i reports of one delivery at once make one usage event', async (reports) => {
  const { body } = await messaging.send({ ...good, StatusCallback: 'https://t.example/s' });

  const replies = await Promise.all(Array.from({ length: reports }, () => report(body['sid'], 'delivered')));

  expect(replies.map(({ status }) => status)).toEqual(Array(reports).fill(204));
  expect(await usageOf(body['sid'])).toEqual([expect.objectContaining({ quantity: 1 })]);
  expect(await callbacksOf(body['sid'])).toHaveLength(1);
});

// Guarantee: a webhook that is not the carrier's is 403 and leaves nothing; a link of ours cannot be forged or bent.
test('a wrong signature or a forged link is refused', async () => {
  const { body } = await messaging.send(good);
  const path = messaging.statusPath(String(body['sid']));
  const form = { MessageSid: 'SM1', From: numbers.own, To: numbers.person, MessageStatus: 'delivered' };
  const before = await messaging.platform.items();

  const wrong = await messaging.webhook(path, form, 'bm90IHRoZSBjYXJyaWVyJ3M=');
  const forged = await messaging.webhook('/carriers/twilio/messages/status?link=e30.AAAAAAAAAAAAAAAAAAAAAA', form);
  const without = await messaging.webhook('/carriers/twilio/messages/status', form);
  const garbled = await messaging.webhook(path, { ...form, MessageStatus: 'vanished' });
  const elsewhere = await messaging.webhook(path.replace('/twilio/', '/acme/'), form);

  expect([wrong, forged, without, garbled, elsewhere].map(({ status }) => status)).toEqual([403, 403, 400, 400, 404]);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: what the carrier refuses is a failed message with the carrier's reason, and costs nothing.
test('a message that the carrier refuses has failed', async () => {
  messaging.upstream.takes('reject');
  const { status, body } = await messaging.send({ ...good, StatusCallback: 'https://t.example/s' });

  expect(status).toBe(201);
  expect(body).toMatchObject({ status: 'failed', error_code: 30006 });
  expect(await usageOf(body['sid'])).toEqual([expect.objectContaining({ quantity: 0 })]);
  expect(await callbacksOf(body['sid'])).toHaveLength(1);
});

// Guarantee: what the carrier calls bad input is the request's own refusal, and nothing of it stays.
test('a number that the carrier does not take is refused', async () => {
  messaging.upstream.takes('refuse');
  const before = await messaging.platform.items();
  const { status, body } = await messaging.send(good);

  expect([status, body['code']]).toEqual([400, 21614]);
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: a message of which nobody knows whether the carrier has it is never sent again; its first report binds it.
test('an ambiguous outcome is not repeated', async () => {
  messaging.upstream.takes('break');
  const { status, body } = await messaging.send(good);
  const { sid } = body;
  expect([status, body['status']]).toEqual([201, 'queued']);
  messaging.upstream.takes('accept');

  const { batchItemFailures } = await messaging.work({ due: { at: 0, what: 'message.send', id: sid } });

  expect(batchItemFailures).toEqual([]);
  expect(messaging.upstream.taken).toEqual([]);
  await report(sid, 'delivered', { MessageSid: `SM${'8'.repeat(32)}` });
  expect(await itemOf(sid)).toMatchObject({ status: 'delivered', reference: { id: `SM${'8'.repeat(32)}` } });
  expect(await messaging.items(`REF#twilio#AC${'0'.repeat(32)}#SM${'8'.repeat(32)}`)).toHaveLength(1);
});

// Guarantee: a carrier that did nothing is asked again when the message is due, once, whoever brings it how often.
test('a postponed message is sent later, once', async () => {
  messaging.upstream.takes('throttle');
  const { body } = await messaging.send(good);
  expect(await itemOf(body['sid'])).toMatchObject({ status: 'queued', dueSK: expect.stringContaining('message.send') });
  messaging.upstream.takes('accept');

  const due = { due: { at: 0, what: 'message.send', id: body['sid'] } };
  await messaging.work(due, due, due);

  expect(messaging.upstream.taken).toHaveLength(1);
  expect(await itemOf(body['sid'])).toMatchObject({ reference: { id: messaging.upstream.taken[0]?.sid } });
});

// Guarantee: no message stays open: without a last report it is billed as sent, or was never taken and is not.
test('an overdue message is closed', async () => {
  const { body: sent } = await messaging.send(good);
  await report(sent['sid'], 'sent');
  messaging.upstream.takes('break');
  const { body: lost } = await messaging.send(good);

  const due = (sid: unknown) => ({ due: { at: 0, what: 'message.overdue', id: sid } });
  await messaging.work(due(sent['sid']), due(lost['sid']), due(sent['sid']), due(`SM${'7'.repeat(32)}`));

  expect(await usageOf(sent['sid'])).toEqual([expect.objectContaining({ quantity: 1 })]);
  expect(await itemOf(sent['sid'])).toMatchObject({ status: 'sent' });
  expect(await usageOf(lost['sid'])).toEqual([expect.objectContaining({ quantity: 0 })]);
  expect(await itemOf(lost['sid'])).toMatchObject({ status: 'failed', errorCode: 30008 });
  expect((await itemOf(lost['sid']))?.['dueSK']).toBeUndefined();
});

// Guarantee: the sample event is a request of the official SDK's form, and does what it says.
test('events/sms.send-message.json and events/sms.message-status.json', async () => {
  const { tenant } = messaging;
  const event = sampleEvent('sms.send-message', { ['a'.repeat(32)]: tenant.sid.slice(2) });
  const authorization = `Basic ${Buffer.from(`${tenant.sid}:${tenant.authToken}`).toString('base64')}`;
  const context = {} as never;

  const answer = await messaging.api({ ...event, headers: { ...event.headers, authorization } }, context);

  expect(answer.statusCode).toBe(201);
  const { sid } = JSON.parse(answer.body ?? '{}');
  const status = sampleEvent('sms.message-status', {});
  const form = Object.fromEntries(new URLSearchParams(status.body));
  expect((await messaging.webhook(messaging.statusPath(sid), form)).status).toBe(204);
  expect(await itemOf(sid)).toMatchObject({ status: 'delivered' });
  const unsigned = await messaging.api(status, context);
  expect(unsigned.statusCode).toBe(403);
});
