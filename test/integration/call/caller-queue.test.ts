import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Fault } from '../../../lib/carrier/embedded/webhook/faults.ts';
import { type Credentials, type Reply, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const line = '+12125550100';
const phones = ['+14155550171', '+14155550172', '+14155550173', '+14155550174', '+14155550175'] as const;

let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(line, '/voice');
});
afterEach(async () => {
  faults();
  for (const phone of phones) for (const call of voice.carrier.phone(phone).calls) call.hangsUp();
  await voice.clock.advanceBy('5s');
});
afterAll(() => voice?.close());

const faults = (...kinds: Fault['kind'][]) =>
  voice.carrier.webhooks.faults.set(kinds.map((kind) => ({ kind, rate: 1 })));
const get = (path: string) => voice.get(voice.calls, tenant, path);
const make = (form: Record<string, string>) => voice.post(voice.calls, tenant, 'Queues.json', form);
const queued = (twiml: string) => {
  voice.twiml['/voice'] = `<Response>${twiml}</Response>`;
};
const items = (body: Reply['body'], name: string) => body[name] as Record<string, unknown>[];
const queueNamed = async (name: string) =>
  items((await get('Queues.json')).body, 'queues').find((queue) => queue['friendly_name'] === name) ?? {};
const membersOf = async (sid: unknown) => items((await get(`Queues/${sid}/Members.json`)).body, 'queue_members');

// Guarantee: who waits is told right though no webhook ever tells of it, neither coming nor going.
test('a queue that sends no webhook', async () => {
  queued('<Enqueue waitUrl="">silent</Enqueue>');
  const call = voice.carrier.phone(phones[0]).dials(line);
  await voice.clock.advanceBy('3s');
  faults('webhook lost');
  await voice.clock.advanceBy('7s');
  const { sid, ...queue } = await queueNamed('silent');
  expect(queue).toMatchObject({ current_size: 1, average_wait_time: 10, max_size: 1_000 });
  expect(await membersOf(sid)).toMatchObject([{ position: 1, wait_time: 10, queue_sid: sid }]);
  call.hangsUp();
  await voice.clock.advanceBy('1s');
  expect(await queueNamed('silent')).toMatchObject({ current_size: 0, average_wait_time: 0 });
  expect(await membersOf(sid)).toEqual([]);
});

// Guarantee: a webhook that comes twice makes nobody wait twice, and no call is billed twice.
test('webhooks that repeat themselves', async () => {
  faults('webhook duplicated');
  queued('<Enqueue action="/left" waitUrl="/wait">twice</Enqueue>');
  voice.twiml['/wait'] = '<Response><Pause length="5"/></Response>';
  const call = voice.carrier.phone(phones[0]).dials(line);
  await voice.clock.advanceBy('20s');
  const named = items((await get('Queues.json')).body, 'queues').filter((queue) => queue['friendly_name'] === 'twice');
  expect(named).toMatchObject([{ current_size: 1 }]);
  const [member] = await membersOf(named[0]?.['sid']);
  call.hangsUp();
  await voice.clock.advanceBy('10s');
  const callSid = String(member?.['call_sid']);
  expect(await voice.usesOf(callSid)).toEqual([`calls-inbound#${callSid}#0: 20`]);
});

// Guarantee: callers who come at one instant to a queue that is none yet make one, and all are in it, each in a place of its own.
test('five callers at once', async () => {
  queued('<Enqueue waitUrl="/wait">crowd</Enqueue>');
  for (const phone of phones) voice.carrier.phone(phone).dials(line);
  await voice.clock.advanceBy('5s');
  const { sid, current_size } = await queueNamed('crowd');
  expect(current_size).toBe(5);
  const everybody = await membersOf(sid);
  expect(everybody.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);

  const shown: unknown[] = [];
  let next = `Queues/${sid}/Members.json?PageSize=2`;
  while (next !== '') {
    const { body } = await get(next);
    shown.push(...items(body, 'queue_members').map((member) => member['call_sid']));
    next = String(body['next_page_uri'] ?? '').replace(/^.*?\/(?=Queues)/, '');
  }
  expect(shown).toEqual(everybody.map((member) => member['call_sid']));
});

// Guarantee: two who take the first out at once take two callers, and never one twice.
test('the first, taken out twice at once', async () => {
  queued('<Enqueue waitUrl="">race</Enqueue>');
  for (const phone of phones.slice(0, 3)) voice.carrier.phone(phone).dials(line);
  await voice.clock.advanceBy('5s');
  const { sid } = await queueNamed('race');
  const front = `Queues/${sid}/Members/Front.json`;
  const take = () => voice.post(voice.calls, tenant, front, { Url: `${voice.programUrl}/out` });
  const taken = await Promise.all([take(), take()]);
  expect(taken.map(({ status }) => status)).toEqual([200, 200]);
  expect(new Set(taken.map(({ body }) => body['call_sid'])).size).toBe(2);
  expect(await membersOf(sid)).toMatchObject([{ position: 1 }]);
  await take();
  expect(await take()).toMatchObject({ status: 404, body: { code: 20404 } });
});

// Guarantee: what the carrier does not make leaves nothing behind, and its name is free; while it is silent nothing is made up.
test.each(['api unavailable', 'api unanswered'] as const)('a carrier whose %s', async (fault) => {
  const name = `new ${fault}`;
  faults(fault);
  expect(await make({ FriendlyName: name })).toMatchObject({ status: 503 });
  expect(await get('Queues.json')).toMatchObject({ status: 503 });
  expect((await voice.itemsOf('MAP#queue#')).filter(({ PK }) => String(PK).endsWith(name))).toEqual([]);
  faults();
  const made = await make({ FriendlyName: name, MaxSize: '3' });
  expect(made).toMatchObject({ status: 201, body: { friendly_name: name, max_size: 3, current_size: 0 } });
  faults(fault);
  expect((await get(`Queues/${made.body['sid']}.json`)).status).toBe(503);
});

// Guarantee: a request for a queue that was cut short and comes again under its key makes the one queue.
test('an Idempotency-Key', async () => {
  const path = `/2010-04-01/Accounts/${tenant.sid}/Queues.json`;
  const headers = { 'idempotency-key': 'a-queue' };
  const ask = () => send(voice.calls, { method: 'POST', path, as: tenant, form: { FriendlyName: 'keyed' }, headers });
  faults('api unanswered'); // The carrier makes it, and nobody hears of it.
  expect((await ask()).status).toBe(503);
  faults();
  const made = await ask();
  expect(made.status).toBe(201);
  expect((await ask()).body['sid']).toBe(made.body['sid']);
  const { queues } = voice.carrier.network;
  expect([...queues.values()].filter(({ friendlyName }) => friendlyName === made.body['sid'])).toHaveLength(1);
});

// Guarantee: a queue that the carrier has lost is there again, of its size, as soon as anybody asks.
test('a carrier that has forgotten', async () => {
  const { body } = await make({ FriendlyName: 'forgotten', MaxSize: '5' });
  voice.carrier.network.queues.clear();
  expect(await get(`Queues/${body['sid']}.json`)).toMatchObject({
    status: 200,
    body: { current_size: 0, max_size: 5 },
  });
  const known = [...voice.carrier.network.queues.values()];
  expect(known.map(({ friendlyName, maxSize }) => [friendlyName, maxSize])).toEqual([[body['sid'], 5]]);
});

// Guarantee: whoever comes into a queue that was deleted meanwhile is led out of it, and goes on.
test('a queue deleted on the way', async () => {
  queued('<Pause length="10"/><Enqueue action="/left" waitUrl="/wait">going</Enqueue>');
  voice.twiml['/left'] = '<Response><Say>It is gone</Say></Response>';
  const call = voice.carrier.phone(phones[0]).dials(line);
  await voice.clock.advanceBy('5s');
  const { sid } = await queueNamed('going');
  expect((await voice.remove(voice.calls, tenant, `Queues/${sid}.json`)).status).toBe(204);
  await voice.clock.advanceBy('30s');
  expect(call.heard.map(({ text }) => text)).toEqual(['It is gone']);
});

// Guarantee: a new name is the account's only one, in one step; callers who come by the old name make a queue of their own.
test('a queue with another name', async () => {
  const { body } = await make({ FriendlyName: 'before' });
  await make({ FriendlyName: 'taken' });
  const rename = (FriendlyName: string) =>
    voice.post(voice.calls, tenant, `Queues/${body['sid']}.json`, { FriendlyName });
  expect(await rename('taken')).toMatchObject({ status: 400, body: { code: 22003 } });
  expect(await rename('after')).toMatchObject({ status: 200, body: { friendly_name: 'after', max_size: 1_000 } });
  expect(await make({ FriendlyName: 'after' })).toMatchObject({ status: 400, body: { code: 22003 } });
  queued('<Enqueue waitUrl="">before</Enqueue>');
  voice.carrier.phone(phones[0]).dials(line);
  await voice.clock.advanceBy('3s');
  expect(await queueNamed('before')).toMatchObject({ current_size: 1 });
  expect(await queueNamed('after')).toMatchObject({ sid: body['sid'], current_size: 0 });
});

// Guarantee: what is no name, size, URL or member is refused by its name, with Twilio's status.
test.each([
  ['Queues.json', {}, 400, 20001],
  ['Queues.json', { FriendlyName: 'n'.repeat(65) }, 400, 20001],
  ['Queues.json', { FriendlyName: 'big', MaxSize: '5001' }, 400, 20001],
  ['Queues.json', { FriendlyName: 'none', MaxSize: '0' }, 400, 20001],
  ['Queues/SID/Members/Front.json', {}, 400, 21205],
  ['Queues/SID/Members/Front.json', { Url: 'ftp://x' }, 400, 21205],
  ['Queues/SID/Members/Front.json', { Url: 'https://tenant.example/' }, 404, 20404],
  [`Queues/SID/Members/CA${'0'.repeat(32)}.json`, { Url: 'https://tenant.example/' }, 404, 20404],
  [`Queues/QU${'0'.repeat(32)}.json`, { MaxSize: '5' }, 404, 20404],
])('POST %s %j', async (path, form, status, code) => {
  const { sid = (await make({ FriendlyName: 'refusals' })).body['sid'] } = await queueNamed('refusals');
  const answer = await voice.post(
    voice.calls,
    tenant,
    path.replace('SID', String(sid)),
    form as Record<string, string>,
  );
  expect(answer).toMatchObject({ status, body: { code } });
});
