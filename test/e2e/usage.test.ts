import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Payer');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const phone = '+14155550191';
const talk = (seconds: number) =>
  world.phones.script(phone, { answer: { kind: 'answers', after: '1s' }, hangsUpAfter: `${seconds}s` });
const patient = { twiml: '<Response><Pause length="600"/></Response>' };

// The standard plan, by which a new account pays: 0.0130 a minute out, 0.0085 in, 0.0079 a segment; every begun minute counts.

// Guarantee: a call's price is null until it is rated, and then exactly what the plan says, negative as Twilio has it.
test.each([
  [60, '-0.01300'],
  [61, '-0.02600'],
  [119, '-0.02600'],
  [121, '-0.03900'],
])('a call of %i s costs %s', async (seconds, price) => {
  await talk(seconds);

  const call = await tenant.client.calls.create({ from: number, to: phone, ...patient });
  expect(call.price).toBeNull();
  await world.pass('3m');

  expect(await tenant.client.calls(call.sid).fetch()).toMatchObject({
    status: 'completed',
    duration: String(seconds),
    price,
    priceUnit: 'USD',
  });
});

// Guarantee: a call that nobody answered costs nothing, and a message costs by its segments.
test('what costs nothing, what costs twice', async () => {
  const { client } = tenant;
  await world.phones.script('+14155550192', { answer: { kind: 'busy' } });
  const busy = await client.calls.create({ from: number, to: '+14155550192', ...patient });
  const one = await client.messages.create({ from: number, to: phone, body: 'x' });
  const two = await client.messages.create({ from: number, to: phone, body: 'x'.repeat(161) });
  expect(one.price).toBeNull();
  await world.pass('30s');

  const { price } = await client.calls(busy.sid).fetch();
  expect(Number(price)).toBe(0);
  expect((await client.messages(one.sid).fetch()).price).toBe('-0.00790');
  expect((await client.messages(two.sid).fetch()).price).toBe('-0.01580');
});

// Guarantee: what comes in is metered too, at its own price.
test('a call and a text that come in', async () => {
  const { program, client } = tenant;
  program
    .answers('/voice', '<Response><Say>Hello</Say><Pause length="600"/></Response>')
    .answers('/sms', '<Response/>');
  await world.phones.dials('+14155550193', number, { hangsUpAfter: '70s' });
  await world.phones.texts('+14155550193', number, 'Hello');
  await world.pass('3m');

  expect((await client.calls.list({ from: '+14155550193' }))[0]).toMatchObject({ duration: '70', price: '-0.01700' });
  expect((await client.messages.list({ from: '+14155550193' }))[0]).toMatchObject({ price: '-0.00790' });
});

// Guarantee: Usage Records sum up exactly what the calls and messages cost.
test('Usage Records', async () => {
  const { client } = tenant;
  const records = await client.usage.records.list();
  const of = (name: string) => records.find(({ category }) => (category as string) === name);

  // Out: 60, 61, 119 and 121 s are 1 + 2 + 2 + 3 minutes; the busy one is counted and costs nothing.
  expect(of('calls-outbound')).toMatchObject({ count: '5', usage: '8', usageUnit: 'minutes', price: 0.104 });
  expect(of('calls-inbound')).toMatchObject({ count: '1', usage: '2', price: 0.017 });
  expect(of('calls')).toMatchObject({ count: '6', usage: '10', price: 0.121 });
  expect(of('sms-outbound')).toMatchObject({ count: '2', usage: '3', price: 0.0237 });
  expect(of('sms-inbound')).toMatchObject({ count: '1', usage: '1', price: 0.0079 });
  expect(of('totalprice')).toMatchObject({ price: 0.1526 });
  const today = await client.usage.records.today.list({ category: 'totalprice' });
  expect(today).toEqual([expect.objectContaining({ price: 0.1526, priceUnit: 'usd' })]);
  const yesterday = await client.usage.records.yesterday.list({ category: 'totalprice' });
  expect(yesterday).toEqual([expect.objectContaining({ price: 0 })]);
});

// Guarantee: a carrier that repeats, delays and loses webhooks makes nobody pay twice, and nobody talk for nothing.
test('a carrier on a bad day', async () => {
  const other = await world.enrol('Unlucky');
  const from = await other.rentNumber();
  await world.phones.faults([
    { kind: 'webhook duplicated', rate: 0.5, seed: 'a' },
    { kind: 'webhook unanswered', rate: 0.3, seed: 'b' },
    { kind: 'webhook delayed', rate: 0.3, seed: 'c', delay: '3s' },
  ]);
  await talk(61);
  const calls = [];
  for (let index = 0; index < 5; index += 1) {
    calls.push(await other.client.calls.create({ from, to: phone, ...patient }));
  }
  await world.pass('5m');
  await world.phones.faults([]);
  await world.pass('1m');

  const shown = await other.client.calls.list();
  expect(shown.map(({ status, duration, price }) => [status, duration, price])).toEqual(
    Array(5).fill(['completed', '61', '-0.02600']),
  );
  const [record] = await other.client.usage.records.list({ category: 'calls-outbound' });
  expect(record).toMatchObject({ count: '5', usage: '10', price: 0.13 });
});
