import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { send } from '../gateway.ts';
import { dyingAfter } from '../store/fault.ts';
import { type Calling, startCalling } from './calling.ts';

let voice: Calling['voice'];
let configure: Calling['configure'];
let itemOf: Calling['itemOf'];
let due: Calling['due'];
let work: Calling['work'];
let tenantWith: Calling['tenantWith'];
let placed: Calling['placed'];
let errors: Calling['errors'];
let comes: Calling['comes'];
beforeAll(async () => {
  ({ voice, configure, itemOf, due, work, tenantWith, placed, errors, comes } = await startCalling());
});
afterAll(() => voice.close());

// Guarantee: a call that waits can be taken back, whichever end is asked for: it is canceled, told, and reaches no carrier.
test.each(['canceled', 'completed'])('a waiting call that is to be %s', async (Status) => {
  const { tenant, from, call } = await tenantWith({
    CallsPerSecond: 0.1,
    EventCallbackUri: `${voice.programUrl}/status`,
  });
  await call('+14155570201');
  const { body } = await call('+14155570202');
  const path = `Calls/${body['sid']}.json`;

  const ended = await voice.post(voice.calls, tenant, path, { Status });

  expect(ended).toMatchObject({ status: 200, body: { status: 'canceled' } });
  await comes(body['sid'], 2);
  await work(due(body['sid'], 'call.overdue'));
  expect(placed(from).map(({ to }) => to)).toEqual(['+14155570201']);
  expect(await voice.usesOf(String(body['sid']))).toEqual([`calls-outbound#${body['sid']}#0: 0`]);
  const told = await voice.outboxOf(String(body['sid']), 'callback');
  expect(told.map(({ input }) => input.parameters?.['CallStatus'])).toEqual(['canceled']);
});

// Guarantee: taken back and placed at one instant, it is one of both: never a canceled call at the carrier.
test('taken back while it is placed', async () => {
  const { tenant, call } = await tenantWith({ CallsPerSecond: 0.1 });
  await call('+14155570300');
  for (let round = 1; round <= 5; round += 1) {
    const to = `+1415557031${round}`;
    const { body } = await call(to);
    const slotAt = (await itemOf(body['sid'])).waiting?.slotAt ?? 0;
    await voice.clock.advanceBy(slotAt - voice.clock.now());
    const path = `Calls/${body['sid']}.json`;
    const [ended] = await Promise.all([
      voice.post(voice.calls, tenant, path, { Status: 'canceled' }),
      work(due(body['sid'])),
    ]);
    const atCarrier = [...voice.carrier.network.calls.values()].filter((each) => each.to === to);
    const { reference } = await itemOf(body['sid']);
    expect(atCarrier).toHaveLength(reference === undefined ? 0 : 1);
    if (reference === undefined) expect(ended.body).toMatchObject({ status: 'canceled' });
  }
});

type Meanwhile = (owner: Awaited<ReturnType<Calling['tenantWith']>>) => Promise<unknown>;
const refusals: [string, number, Meanwhile][] = [
  [
    'its account was suspended',
    20005,
    async ({ tenant }) => {
      const path = `/2010-04-01/Accounts/${tenant.sid}.json`;
      const form = { Status: 'suspended' };
      await send(voice.platform.accountApi, { method: 'POST', path, as: voice.platform.operator, form });
      const known = async () => (await voice.get(voice.calls, tenant, 'Calls.json')).status === 403;
      await eventually('the suspension', known);
    },
  ],
  [
    'calls were disabled',
    20010,
    async ({ tenant, call }) => {
      await configure(tenant, { Enabled: false });
      await eventually('the change', async () => (await call('nobody')).body['code'] === 20010);
    },
  ],
  [
    'its number was given back',
    21210,
    async ({ from }) => {
      const { loadNumberByMapping, putChangedNumber } = await import('../../../lib/store/number.ts');
      const { commit } = await import('../../../lib/store/commit.ts');
      const found = await loadNumberByMapping(from);
      if (found !== undefined) await commit([putChangedNumber(found.number, { status: 'releasing' })]);
    },
  ],
];
// Guarantee: what may not be placed any more when its turn comes has failed, and a Notification says why.
test.each(refusals)('while it waited %s', async (_, code, meanwhile) => {
  const owner = await tenantWith({ CallsPerSecond: 0.1 });
  await owner.call('+14155570401');
  const { body } = await owner.call('+14155570402');
  await meanwhile(owner);

  await comes(body['sid'], 2);

  expect(placed(owner.from)).toHaveLength(1);
  expect(await itemOf(body['sid'])).toMatchObject({ status: 'failed', durationSeconds: 0 });
  expect(await errors(body['sid'])).toMatchObject([{ errorCode: code, severity: 'error' }]);
});

/** As long as it lasts, the carrier takes no call: it says that they are too many, as Twilio does. */
async function throttled<Result>(meanwhile: () => Promise<Result>): Promise<Result> {
  const send = globalThis.fetch;
  const says = JSON.stringify({ code: 20429, message: 'Too Many Requests', status: 429 });
  globalThis.fetch = async (url, init) =>
    String(url).endsWith('/Calls.json') ? new Response(says, { status: 429 }) : send(url, init);
  try {
    return await meanwhile();
  } finally {
    globalThis.fetch = send;
  }
}

// Guarantee: a carrier that takes no more now is asked again, as long as the call may wait; then it has failed, and says so.
test('a carrier that throttles', async () => {
  const { from, call } = await tenantWith({ CallsPerSecond: 0.1, MaxQueueSeconds: 35 });
  await call('+14155570501');
  const [{ body: one }, { body: other }] = [await call('+14155570502'), await call('+14155570503')];
  await throttled(async () => {
    await comes(one['sid'], 2);
    const again = voice.clock.now() + 10_000;
    expect(await itemOf(one['sid'])).toMatchObject({ status: 'queued', waiting: { slotAt: again } });
    for (let turn = 0; turn < 3; turn += 1) await comes(other['sid']);
  });
  await comes(one['sid']);

  expect(placed(from).map(({ to }) => to)).toEqual(['+14155570501', '+14155570502']);
  expect(await itemOf(other['sid'])).toMatchObject({ status: 'failed' });
  expect(await errors(other['sid'])).toMatchObject([{ errorCode: 20503 }]);
});

// Guarantee: wherever a function dies, a call above the rate that is asked for again under its key is there once, and placed once.
test('the function dies while it queues a call', async () => {
  const { from, call } = await tenantWith({ CallsPerSecond: 0.01, MaxQueueSeconds: 14_400 });
  await call('+14155570600');
  const queued: { readonly sid: unknown; readonly to: string }[] = [];
  for (let step = 1, hasDied = true; hasDied; step += 1) {
    const key = { 'idempotency-key': `queued-${step}` };
    const to = `+141555706${10 + step}`;
    const end = await dyingAfter(step - 1);
    await call(to, key);
    hasDied = end();
    await voice.clock.advanceBy('31s');
    const { status, body } = await call(to, key);
    expect({ step, status }).toEqual({ step, status: 201 });
    const made = (await voice.itemsOf('RES#CA')).filter((item) => item['to'] === to && item['from'] === from);
    expect(made.map(({ PK }) => PK)).toEqual([`RES#${body['sid']}`]);
    queued.push({ sid: body['sid'], to });
  }
  expect(queued.length).toBeGreaterThanOrEqual(5);
  for (const { sid } of queued) await comes(sid, 2);
  expect(placed(from).map(({ to }) => to)).toEqual(['+14155570600', ...queued.map(({ to }) => to)]);
});

// Guarantee: wherever a function dies that places a waiting call, the call reaches the carrier once at most, and ends with its usage.
test('the function dies while it places a call', async () => {
  const { from, call } = await tenantWith({ CallsPerSecond: 0.1, MaxDurationSeconds: 1 });
  const placings: number[] = [];
  for (let step = 1, hasDied = true; hasDied; step += 1) {
    const to = `+141555707${10 + step}`;
    await call('+14155570700');
    const { body } = await call(to);
    const slotAt = (await itemOf(body['sid'])).waiting?.slotAt ?? 0;
    await voice.clock.advanceBy(slotAt - voice.clock.now());
    const end = await dyingAfter(step - 1);
    await work(due(body['sid']));
    hasDied = end();
    await work(due(body['sid']), due(body['sid']));
    await voice.clock.advanceBy('200s');
    await work(due(body['sid'], 'call.overdue'));
    placings.push(placed(from).filter((each) => each.to === to).length);
    const { status, waiting } = await itemOf(body['sid']);
    const isOver = !['queued', 'initiated', 'ringing', 'in-progress'].includes(String(status));
    expect({ step, waiting, isOver }).toEqual({ step, waiting: undefined, isOver: true });
    expect(await voice.usesOf(String(body['sid']))).toHaveLength(1);
  }
  expect(Math.max(...placings)).toBe(1);
  expect(placings.length).toBeGreaterThanOrEqual(5);
});
