import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gatewayEvent, send } from '../gateway.ts';
import { type Messaging, numbers, sampleEvent, startMessaging } from './messaging.ts';

let messaging: Messaging;
let sid: string;
beforeAll(async () => {
  messaging = await startMessaging();
  sid = String((await messaging.send({ To: numbers.person, From: numbers.own, Body: 'Code 1234' })).body['sid']);
});
afterAll(() => messaging.close());

const path = (of = sid) => `${messaging.messages}/${of}/Feedback.json`;
const give = (form: Record<string, string>, of = sid, as = messaging.tenant) =>
  send(messaging.api, { method: 'POST', path: path(of), as, form });
const kept = async () => (await messaging.items(`RES#${sid}`))[0]?.['feedback'];

// Guarantee: feedback is kept with its message and answered as Twilio does; what is said later counts.
test('feedback', async () => {
  const event = sampleEvent('sms.give-feedback', {
    ['a'.repeat(32)]: messaging.tenant.sid.slice(2),
    [`SM${'c'.repeat(32)}`]: sid,
  });
  const { authorization } = gatewayEvent({ method: 'POST', path: path(), as: messaging.tenant, form: {} }).headers;
  const answer = await messaging.api({ ...event, headers: { ...event.headers, authorization } }, {} as never);

  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body ?? '')).toEqual({
    account_sid: messaging.tenant.sid,
    message_sid: sid,
    outcome: 'confirmed',
    date_created: expect.stringMatching(/ \+0000$/),
    date_updated: expect.stringMatching(/ \+0000$/),
    uri: path(),
  });
  expect((await give({ Outcome: 'unconfirmed' })).body).toMatchObject({ outcome: 'unconfirmed' });
  expect(await kept()).toMatchObject({ outcome: 'unconfirmed' });
});

// Guarantee: feedback and a carrier's report at one instant are both kept.
test('feedback while a report comes', async () => {
  const report = { MessageSid: messaging.upstream.taken[0]?.sid ?? '', From: numbers.own, To: numbers.person };
  await Promise.all([
    give({}),
    messaging.webhook(messaging.statusPath(sid), { ...report, MessageStatus: 'delivered' }),
    give({ Outcome: 'confirmed' }),
  ]);
  expect(await messaging.items(`RES#${sid}`)).toEqual([
    expect.objectContaining({ status: 'delivered', feedback: expect.objectContaining({ outcome: 'confirmed' }) }),
  ]);
});

// Guarantee: nobody gives feedback on another's message, on one that is not there, or in words of their own.
test.each<[string, () => ReturnType<typeof give>, number, number]>([
  ['another outcome', () => give({ Outcome: 'perhaps' }), 400, 20001],
  ['no message', () => give({}, `SM${'0'.repeat(32)}`), 404, 20404],
  ['another tenant', () => give({}, sid, messaging.stranger), 404, 20404],
])('%s', async (_name, giving, status, code) => {
  const before = await messaging.platform.items();
  expect(await giving()).toMatchObject({ status, body: { code } });
  expect(await messaging.platform.items()).toEqual(before);
});
