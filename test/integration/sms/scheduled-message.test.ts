import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
beforeAll(async () => {
  messaging = await startMessaging();
});
afterAll(() => messaging.close());
beforeEach(() => messaging.upstream.takes('accept'));

const good = { To: numbers.person, From: numbers.own, Body: 'Hello', StatusCallback: 'https://t.example/s' };
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const scheduled = { ...good, ScheduleType: 'fixed', SendAt: inMinutes(60) };
const itemOf = async (sid: unknown) => (await messaging.items(`RES#${sid}`))[0];
const told = async (sid: unknown) =>
  (await messaging.items(`OUT#${sid}`))
    .sort((one, other) => (String(one['SK']) < String(other['SK']) ? -1 : 1))
    .map(({ input }) => (input as { parameters: Record<string, string> }).parameters);
const used = async (sid: unknown) =>
  (await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === sid).map(({ quantity }) => quantity);
const due = (sid: unknown, what = 'message.send') => ({ due: { at: 0, what, id: sid } });
const update = (sid: unknown, form: Record<string, string>) =>
  send(messaging.api, { method: 'POST', path: `${messaging.messages}/${sid}.json`, as: messaging.tenant, form });

// Guarantee: a scheduled message is stored and shown, no carrier hears of it before its time, and then it is sent once.
test('a scheduled message', async () => {
  const { status, body } = await messaging.send(scheduled);
  expect(status).toBe(201);
  expect(body).toMatchObject({ status: 'scheduled', date_sent: null, num_segments: '1' });
  expect(messaging.upstream.taken).toEqual([]);
  expect(await itemOf(body['sid'])).toMatchObject({
    dueSK: `${Date.parse(scheduled.SendAt)}#sms#message.send#${body['sid']}`,
  });

  await messaging.work(due(body['sid']), due(body['sid']), due(body['sid']));

  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['Hello']);
  expect(await itemOf(body['sid'])).toMatchObject({
    status: 'queued',
    reference: { id: messaging.upstream.taken[0]?.sid },
  });
  expect(await told(body['sid'])).toEqual([
    expect.objectContaining({ MessageStatus: 'queued', MessageSid: body['sid'] }),
  ]);
});

// Guarantee: what is scheduled can be taken back until its time has come; it is told, and costs nothing.
test('canceled', async () => {
  const { body } = await messaging.send(scheduled);
  const { tenant } = messaging;
  const replaced = { [`AC${'a'.repeat(32)}`]: tenant.sid, [`SM${'c'.repeat(32)}`]: String(body['sid']) };
  const event = sampleEvent('sms.cancel-message', replaced);
  const authorization = `Basic ${Buffer.from(`${tenant.sid}:${tenant.authToken}`).toString('base64')}`;
  const answer = await messaging.api({ ...event, headers: { ...event.headers, authorization } }, {} as never);

  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ status: 'canceled', date_sent: null, price: null });
  expect(await told(body['sid'])).toEqual([expect.objectContaining({ MessageStatus: 'canceled' })]);
  expect(await used(body['sid'])).toEqual([]);
  await messaging.work(due(body['sid']), due(body['sid'], 'message.overdue'));
  expect(messaging.upstream.taken).toEqual([]);
  expect(await update(body['sid'], { Status: 'canceled' })).toMatchObject({ status: 400, body: { code: 30409 } });
});

// Guarantee: canceling and sending at one instant end as one of both, never as a canceled message that was sent.
test('canceled while it is sent', async () => {
  for (let round = 0; round < 8; round += 1) {
    messaging.upstream.takes('accept');
    const { body } = await messaging.send(scheduled);
    await Promise.all([update(body['sid'], { Status: 'canceled' }), messaging.work(due(body['sid']))]);
    const message = await itemOf(body['sid']);
    expect(messaging.upstream.taken).toHaveLength(message?.['status'] === 'canceled' ? 0 : 1);
  }
});

// Guarantee: a message that is not scheduled cannot be canceled; nothing but canceled can be asked for.
test.each([
  [{ Status: 'canceled' }, 30409],
  [{ Status: 'sent' }, 20001],
])('%j of a queued message', async (form, code) => {
  const { body } = await messaging.send(good);
  expect(await update(body['sid'], form)).toMatchObject({ status: 400, body: { code } });
});

// Guarantee: whose number was given back, whose account was suspended or who lost messages meanwhile sends nothing.
test('a number that was given back', async () => {
  const owner = await messaging.tenantWith({});
  const { body } = await owner.post({ ...scheduled, From: owner.number });
  await messaging.giveBack(owner.number);
  await messaging.work(due(body['sid']));

  expect(messaging.upstream.taken).toEqual([]);
  expect(await itemOf(body['sid'])).toMatchObject({ status: 'failed', errorCode: 21606 });
  expect(await used(body['sid'])).toEqual([0]);
});

// Guarantee: a scheduled message takes its slot when its time comes, behind what is sent then.
test('a schedule above the rate', async () => {
  const owner = await messaging.tenantWith({ MessagesPerSecond: 0.01 });
  const { body } = await owner.post({ ...scheduled, From: owner.number });
  await owner.post({ To: numbers.person, From: owner.number, Body: 'Now' });
  await messaging.work(due(body['sid']));

  expect(messaging.upstream.taken.map(({ form }) => form.get('Body'))).toEqual(['Now']);
  expect(await itemOf(body['sid'])).toMatchObject({ status: 'queued', slotAt: expect.any(Number) });
});

// Guarantee: a message that is not valid any more is not sent: it has failed with Twilio's number, which is told.
test('a validity that ends', async () => {
  messaging.upstream.takes('throttle');
  const { body } = await messaging.send({ ...good, ValidityPeriod: '1' });
  expect(messaging.upstream.taken[0]?.form.get('ValidityPeriod')).toBe('1');
  const until = Number(String((await itemOf(body['sid']))?.['dueSK']).split('#')[0]);
  messaging.upstream.takes('accept');
  while (Date.now() <= until) await itemOf(body['sid']);
  await messaging.work(due(body['sid']));

  expect(messaging.upstream.taken).toEqual([]);
  expect(await itemOf(body['sid'])).toMatchObject({ status: 'failed', errorCode: 30001 });
  expect(await told(body['sid'])).toEqual([expect.objectContaining({ MessageStatus: 'failed', ErrorCode: '30001' })]);
  expect(await used(body['sid'])).toEqual([0]);
});

// Guarantee: bounds are Twilio's, and what is out of them leaves nothing.
test.each<[Record<string, string>, number]>([
  [{ ScheduleType: 'fixed' }, 35114],
  [{ ScheduleType: 'fixed', SendAt: inMinutes(14) }, 35114],
  [{ ScheduleType: 'fixed', SendAt: inMinutes(36 * 24 * 60) }, 35114],
  [{ ScheduleType: 'optimized', SendAt: inMinutes(60) }, 20001],
  [{ SendAt: inMinutes(60) }, 20001],
  [{ ValidityPeriod: '0' }, 21624],
  [{ ValidityPeriod: '36001' }, 21624],
  [{ SmartEncoded: 'perhaps' }, 20001],
])('%j', async (more, code) => {
  const before = await messaging.platform.items();
  expect(await messaging.send({ ...good, ...more })).toMatchObject({ status: 400, body: { code } });
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: what looks like the GSM alphabet is written, counted and shown in it, if that is asked for.
test('smart encoding', async () => {
  const Body = `“${'x'.repeat(158)}”`;
  expect((await messaging.send({ ...good, Body })).body).toMatchObject({ body: Body, num_segments: '3' });
  const { body } = await messaging.send({ ...good, Body, SmartEncoded: 'true' });
  expect(body).toMatchObject({ body: `"${'x'.repeat(158)}"`, num_segments: '1' });
  expect(messaging.upstream.taken.at(-1)?.form.get('Body')).toBe(body['body']);
});
