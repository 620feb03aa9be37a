import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import type { Credentials } from '../gateway.ts';
import { type Calling, startCalling } from './calling.ts';

let calling: Calling;

beforeAll(async () => {
  calling = await startCalling();
});
afterAll(() => calling.voice.close());

const liveOf = async ({ sid }: Credentials): Promise<unknown> =>
  (await calling.voice.itemsOf(`LIV#${sid}`))[0]?.['live'];

/** A phone of its own that answers and talks for so long. */
const talks = (phone: string) => calling.voice.carrier.phone(phone).answersAfter('1s');

// Guarantee: however many calls begin at one instant, exactly as many get in as may live at once; each end lets one more in.
test('30 calls at once under a limit of 4', async () => {
  const { tenant, from, call } = await calling.tenantWith({ ConcurrentCallsMax: 4 });
  for (let phone = 0; phone < 40; phone += 1) talks(`+141555502${String(phone).padStart(2, '0')}`);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, phone) => call(`+141555502${String(phone).padStart(2, '0')}`)),
  );
  const placed = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(placed).toHaveLength(4);
  expect(refused.map(({ status, body }) => ({ status, code: body['code'] }))).toEqual(
    Array(26).fill({ status: 429, code: 20429 }),
  );
  expect(calling.placed(from)).toHaveLength(4);
  expect(await liveOf(tenant)).toBe(4);
  await calling.voice.clock.advanceBy('60s'); // all have hung up
  await eventually('the ended calls to be counted out', async () => (await liveOf(tenant)) === 0);
  expect((await call('+14155550230')).status).toBe(201);
});

// Guarantee: a call whose end nobody told holds no place for ever: when it is overdue the carrier is asked, and it is counted out once.
test('a lost webhook', async () => {
  const { tenant, call } = await calling.tenantWith({ ConcurrentCallsMax: 1 });
  talks('+14155550240');
  const { body } = await call('+14155550240');
  expect((await call('+14155550241')).status).toBe(429);
  const { faults } = calling.voice.carrier.webhooks;
  faults.set([{ kind: 'webhook lost', rate: 1 }]);
  await calling.voice.clock.advanceBy('60s'); // It is answered and ends, and nobody is told.
  faults.set([]);
  expect(await liveOf(tenant)).toBe(1);
  await calling.work(calling.due(body['sid'], 'call.overdue'), calling.due(body['sid'], 'call.overdue'));
  expect({ live: await liveOf(tenant), status: (await calling.itemOf(body['sid'])).status }).toEqual({
    live: 0,
    status: expect.stringMatching(/^(failed|completed)$/),
  });
});

// Guarantee: a call that an account places lasts no longer than its settings allow, whatever it asks for; the carrier ends it.
test('the longest that a call may last', async () => {
  const { tenant, from } = await calling.tenantWith({ MaxDurationSeconds: 30 });
  talks('+14155550250').hangsUpAfter('1h');
  const form = {
    From: from,
    To: '+14155550250',
    Twiml: '<Response><Pause length="600"/></Response>',
    TimeLimit: '500',
  };
  const { body } = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form);
  await calling.voice.clock.advanceBy('2m');
  expect(await calling.itemOf(body['sid'])).toMatchObject({ status: 'completed', durationSeconds: 30 });
});

// Guarantee: a call that its carrier does not know any more ends too, and costs nothing: it holds no place, and no hold.
test('a call that the carrier has forgotten', async () => {
  const { tenant, from, call } = await calling.tenantWith({ ConcurrentCallsMax: 1 });
  talks('+14155550245');
  const { body } = await call('+14155550245');
  const { faults } = calling.voice.carrier.webhooks;
  faults.set([{ kind: 'webhook lost', rate: 1 }]);
  await calling.voice.clock.advanceBy('10s');
  faults.set([]);
  const [placed] = calling.placed(from);
  calling.voice.carrier.network.calls.delete(String(placed?.sid));
  await calling.work(calling.due(body['sid'], 'call.overdue'));
  const { status, durationSeconds } = await calling.itemOf(body['sid']);
  expect({ live: await liveOf(tenant), status, durationSeconds }).toEqual({
    live: 0,
    status: 'failed',
    durationSeconds: 0,
  });
});

// Guarantee: who calls an account that has no room hears that it is busy, and nothing is stored of it; what was counted under a
// limit is counted out when there is none any more.
test('an inbound call above the limit is busy', async () => {
  const from = '+12125550190';
  const tenant = await calling.voice.tenantWith(from, '/voice');
  await calling.configure(tenant, { ConcurrentCallsMax: 1 });
  talks('+14155550250');
  const Twiml = '<Response><Pause length="10"/></Response>';
  const form = { To: '+14155550250', From: from, Twiml };
  expect((await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form)).status).toBe(201);
  const caller = calling.voice.carrier.phone('+14155550251');
  caller.dials(from);
  await calling.voice.clock.advanceBy('1s');
  expect(caller.calls.at(-1)?.status).toBe('busy');
  const inbound = await calling.voice.get(calling.voice.calls, tenant, 'Calls.json?From=%2B14155550251');
  expect(inbound.body['calls']).toEqual([]);
  await calling.configure(tenant, { ConcurrentCallsMax: 0 });
  await calling.voice.clock.advanceBy('60s');
  await eventually('the ended call to be counted out', async () => (await liveOf(tenant)) === 0);
});

// Guarantee: a waiting call does not count; when its slot comes and there is no room it waits on, and is placed once there is.
test('a waiting call waits for room too', async () => {
  const { tenant, from, call } = await calling.tenantWith({ ConcurrentCallsMax: 1, CallsPerSecond: 1 });
  talks('+14155550260');
  talks('+14155550261');
  expect((await call('+14155550260')).status).toBe(201);
  const { body } = await call('+14155550261');
  const slot = (await calling.itemOf(body['sid'])).waiting?.slotAt ?? 0;
  expect(await liveOf(tenant)).toBe(1);
  await calling.work(calling.due(body['sid'])); // too early: it is held
  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]); // The first one's end is not known yet.
  await calling.comes(body['sid']);
  calling.voice.carrier.webhooks.faults.set([]);
  const waiting = (await calling.itemOf(body['sid'])).waiting;
  expect({ status: (await calling.itemOf(body['sid'])).status, later: (waiting?.slotAt ?? 0) > slot }).toEqual({
    status: 'queued',
    later: true,
  });
  expect(calling.placed(from)).toHaveLength(1);
  await calling.voice.clock.advanceBy('5s');
  const [first] = calling.placed(from);
  const firstSid = (await calling.voice.get(calling.voice.calls, tenant, 'Calls.json?To=%2B14155550260')).body['calls'];
  await calling.work(calling.due((firstSid as { sid: string }[])[0]?.sid, 'call.overdue'));
  expect({ first: first?.to, live: await liveOf(tenant) }).toEqual({ first: '+14155550260', live: 0 });
  await calling.comes(body['sid']);
  expect(calling.placed(from)).toHaveLength(2);
  await calling.voice.clock.advanceBy('60s');
  await eventually('both to be counted out', async () => (await liveOf(tenant)) === 0);
});
