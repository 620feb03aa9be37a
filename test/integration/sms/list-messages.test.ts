import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
const sids: string[] = [];
beforeAll(async () => {
  messaging = await startMessaging();
  for (const [To, Body] of [
    [numbers.person, 'one'],
    ['+15550198', 'two'],
    [numbers.person, 'three'],
  ] as const) {
    const { body } = await messaging.send({ To, From: numbers.own, Body });
    sids.push(String(body['sid']));
  }
  const form = { MessageSid: `SM${'5'.repeat(32)}`, From: numbers.person, To: numbers.own, Body: 'four' };
  await messaging.webhook('/carriers/twilio/messages/receive', form);
});
afterAll(() => messaging.close());

const bodies = async (query: string): Promise<unknown[]> => {
  const { status, body } = await messaging.get(`${messaging.messages}.json${query}`);
  expect(status).toBe(200);
  return (body['messages'] as Record<string, unknown>[]).map((message) => message['body']);
};
const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
const deliver = (sid: string, MessageStatus = 'delivered') =>
  messaging.webhook(messaging.statusPath(sid), {
    ...{ MessageSid: `SM${'6'.repeat(32)}`, From: numbers.own, To: numbers.person, MessageStatus },
  });

// Guarantee: an account sees its own messages, newest first, as it filters them.
test('filters', async () => {
  expect(await bodies('')).toEqual(['four', 'three', 'two', 'one']);
  expect(await bodies(`?To=${encodeURIComponent(numbers.person)}`)).toEqual(['three', 'one']);
  expect(await bodies(`?From=${encodeURIComponent(numbers.own)}`)).toEqual(['three', 'two', 'one']);
  expect(await bodies(`?From=${encodeURIComponent(numbers.own)}&To=%2B15550198`)).toEqual(['two']);
  expect(await bodies('?To=%2B15550197')).toEqual([]);
  // As a URL's plus that was not escaped arrives.
  expect(await bodies(`?To=${numbers.person}`)).toEqual(['three', 'one']);
});

// Guarantee: a date is when a message was sent; what is not sent yet was sent on no day.
test('dates', async () => {
  await deliver(sids[0] ?? '', 'sent');
  expect(await bodies(`?DateSent=${day(0)}`)).toEqual(['four', 'one']);
  expect(await bodies(`?DateSent%3E=${day(0)}`)).toEqual(['four', 'one']);
  expect(await bodies(`?DateSent%3C=${day(0)}&DateSent%3E=${day(-1)}`)).toEqual(['four', 'one']);
  expect(await bodies(`?DateSent%3C=${day(-1)}`)).toEqual([]);
  expect(await bodies(`?DateSent%3E=${day(1)}`)).toEqual([]);
});

// Guarantee: pages follow one another, and a message that comes in between moves none of them.
test('pages', async () => {
  const first = await messaging.get(`${messaging.messages}.json?PageSize=3`);
  expect(first.body).toMatchObject({ page: 0, page_size: 3, start: 0, end: 2, previous_page_uri: null });
  await messaging.send({ To: numbers.person, From: numbers.own, Body: 'five' });
  const second = await messaging.get(String(first.body['next_page_uri']));
  expect(second.body).toMatchObject({ messages: [expect.objectContaining({ body: 'one' })], next_page_uri: null });
});

// Guarantee: what an account asks wrongly, or of another, is refused and changes nothing.
test.each([
  ['GET', '.json?PageSize=x', 400, 20001],
  ['GET', '.json?DateSent=yesterday', 400, 20001],
  ['GET', '.json?PageToken=PTx', 400, 21481],
  ['GET', `/SM${'0'.repeat(32)}.json`, 404, 20404],
  ['GET', '/nonsense.json', 404, 20404],
  ['GET', `/SM${'0'.repeat(32)}/Media.json`, 404, 20404],
  ['POST', `/SM${'0'.repeat(32)}.json`, 404, 20404],
  ['DELETE', `/SM${'0'.repeat(32)}.json`, 404, 20404],
] as const)('%s %s is %s', async (method, path, status, code) => {
  const before = await messaging.platform.items();
  const reply = await send(messaging.api, {
    method,
    path: `${messaging.messages}${path}`,
    as: messaging.tenant,
    form: { Body: '' },
  });
  expect(reply).toMatchObject({ status, body: { code, status } });
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: another tenant's message does not exist, whatever is done to it.
test.each(['GET', 'POST', 'DELETE'] as const)('%s of another tenant’s message is 404', async (method) => {
  const before = await messaging.platform.items();
  const own = `/2010-04-01/Accounts/${messaging.stranger.sid}/Messages/${sids[0]}`;
  for (const path of [
    `${messaging.messages}/${sids[0]}.json`,
    `${own}.json`,
    ...(method === 'GET' ? [`${own}/Media.json`] : []),
  ]) {
    const reply = await send(messaging.api, { method, path, as: messaging.stranger, form: { Body: '' } });
    expect(reply).toMatchObject({ status: 404, body: { code: 20404 } });
  }
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: a message on its way is neither redacted nor deleted; nothing but its text can be changed.
test.each([
  ['POST', { Body: '' }, 409, 20409],
  ['DELETE', {}, 409, 20009],
  ['POST', { Body: 'other' }, 400, 20001],
  ['POST', {}, 400, 20001],
  ['POST', { Status: 'canceled' }, 400, 30409],
  ['POST', { Status: 'sent' }, 400, 20001],
] as const)('%s %j of a message on its way is %s', async (method, form, status, code) => {
  const before = await messaging.platform.items();
  const path = `${messaging.messages}/${sids[1]}.json`;
  expect(await send(messaging.api, { method, path, as: messaging.tenant, form })).toMatchObject({
    status,
    body: { code },
  });
  expect(await messaging.platform.items()).toEqual(before);
});

// Guarantee: a redacted message keeps what is billed and loses its text everywhere; a deleted one is gone from all lists.
test('redacting and deleting, by the sample events', async () => {
  const { tenant, api } = messaging;
  const sid = sids[2] ?? '';
  await deliver(sid);
  const sample = async (name: string) => {
    const event = sampleEvent(name, { [`AC${'a'.repeat(32)}`]: tenant.sid, [`SM${'c'.repeat(32)}`]: sid });
    const authorization = `Basic ${Buffer.from(`${tenant.sid}:${tenant.authToken}`).toString('base64')}`;
    const answer = await api({ ...event, headers: { ...event.headers, authorization } }, {} as never);
    return { status: answer.statusCode, body: answer.body === undefined ? undefined : JSON.parse(answer.body) };
  };

  expect(await sample('sms.list-messages')).toMatchObject({ status: 200, body: { page_size: 20 } });
  expect(await sample('sms.fetch-message')).toMatchObject({ status: 200, body: { sid, body: 'three' } });
  expect(await sample('sms.list-media')).toMatchObject({ status: 200, body: { media_list: [] } });
  expect(await sample('sms.redact-message')).toMatchObject({ status: 200, body: { body: '', num_segments: '1' } });
  expect(JSON.stringify(await messaging.platform.items())).not.toContain('three');
  expect(await sample('sms.delete-message')).toEqual({ status: 204, body: undefined });
  expect(await sample('sms.delete-message')).toMatchObject({ status: 404 });
  expect(await sample('sms.fetch-message')).toMatchObject({ status: 404 });
  expect(await bodies('')).toEqual(['five', 'four', 'two', 'one']);
  const usage = (await messaging.items('USE#')).filter(({ resourceSid }) => resourceSid === sid);
  expect(usage).toEqual([expect.objectContaining({ quantity: 1 })]);
});
