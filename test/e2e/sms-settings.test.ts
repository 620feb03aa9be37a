import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Texts');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const send = (to: string, body: string, more = {}) =>
  tenant.client.messages.create({ from: number, to, body, statusCallback: tenant.program.url('/dlr'), ...more });
const told = (sid: string) =>
  tenant.program
    .askedAt('/dlr')
    .filter(({ MessageSid }) => MessageSid === sid)
    .map(({ MessageStatus }) => MessageStatus);
const received = async (phone: string) => (await world.phones.received(phone)).map(({ body }) => body);

// Guarantee: who texts STOP is told so and gets nothing more, until they text START; the SDK's error is Twilio's.
test('STOP and START', async () => {
  const phone = '+14155550171';
  await world.phones.texts(phone, number, 'STOP');
  await world.pass('30s');
  expect(await received(phone)).toEqual([expect.stringContaining('unsubscribed')]);
  await expect(send(phone, 'Hello')).rejects.toMatchObject({ status: 400, code: 21610 });

  await world.phones.texts(phone, number, 'START');
  await world.pass('30s');
  await send(phone, 'Hello again');
  await world.pass('30s');
  expect(await received(phone)).toHaveLength(3);
  expect(tenant.program.askedAt('/sms').map(({ OptOutType }) => OptOutType)).toEqual(['STOP', 'START']);
});

// Guarantee: a message that the SDK schedules is sent when its time has come, and one that it cancels never is.
test('scheduled and canceled', async () => {
  const phone = '+14155550172';
  const sendAt = new Date(Date.parse('2026-11-10T16:00:00Z'));
  const kept = await send(phone, 'At four', { scheduleType: 'fixed', sendAt });
  const dropped = await send(phone, 'Never', { scheduleType: 'fixed', sendAt });
  expect([kept.status, dropped.status]).toEqual(['scheduled', 'scheduled']);
  expect(await tenant.client.messages(dropped.sid).update({ status: 'canceled' })).toMatchObject({
    status: 'canceled',
  });
  await world.pass('30m');
  expect(await received(phone)).toEqual([]);
  await world.pass('32m');

  expect(await received(phone)).toEqual(['At four']);
  expect(told(kept.sid)).toEqual(['queued', 'sent', 'delivered']);
  expect(told(dropped.sid)).toEqual(['canceled']);
});

// Guarantee: what is above a sender's rate waits for its slot and arrives, in order.
test('a sending rate', async () => {
  const paced = await world.enrol('Paced');
  const path = `/v1/Accounts/${paced.sid}/MicroServices/sms`;
  const { status } = await world.ask('POST', path, { as: paced, json: { MessagesPerSecond: 0.05 } });
  expect(status).toBe(200);
  const from = await paced.rentNumber();
  const phone = '+14155550173';
  const sids: string[] = [];
  for (const body of ['One', 'Two', 'Three', 'Four', 'Five', 'Six'])
    sids.push((await paced.client.messages.create({ from, to: phone, body })).sid);
  await world.pass('5m');

  expect((await received(phone)).sort()).toEqual(['Five', 'Four', 'One', 'Six', 'Three', 'Two']);
  const shown = await Promise.all(sids.map((sid) => paced.client.messages(sid).fetch()));
  const sent = shown.map(({ dateSent }) => dateSent?.getTime() ?? 0);
  expect(sent).toEqual(sent.toSorted((one, other) => one - other));
  expect((sent.at(-1) ?? 0) - (sent[0] ?? 0)).toBeGreaterThanOrEqual(5 * 20_000);
  expect(shown.map((message) => message.status)).toEqual(Array(6).fill('delivered'));
});

// Guarantee: feedback is taken as the SDK gives it.
test('feedback', async () => {
  const [message] = await tenant.client.messages.list({ from: number, limit: 1 });
  const feedback = await tenant.client.messages(message?.sid ?? '').feedback.create({ outcome: 'confirmed' });
  expect(feedback).toMatchObject({ outcome: 'confirmed', messageSid: message?.sid });
});
