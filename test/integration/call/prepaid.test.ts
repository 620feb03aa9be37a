import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Handler } from '../gateway.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, streamEvent } from '../usage/stream.ts';
import { type Calling, startCalling } from './calling.ts';

/** billing.md's 10,000 take two minutes: STARTS=10000. */
const startsMax = Number(process.env['STARTS'] ?? 2_000);
const atOnce = 50;

let calling: Calling;
let billing: Handler;
let balances: typeof import('../../../lib/balance/balance.ts');
let reserve: typeof import('../../../lib/balance/reserve.ts').reserve;
let store: typeof import('../../../lib/store/commit.ts');
let usage: typeof import('../../../functions/usage/stream.ts');
let ledger: typeof import('../../../lib/metering/ledger-line.ts');
let usageEvents: typeof import('../../../lib/metering/usage-event.ts');

beforeAll(async () => {
  calling = await startCalling();
  billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
  balances = await import('../../../lib/balance/balance.ts');
  ({ reserve } = await import('../../../lib/balance/reserve.ts'));
  store = await import('../../../lib/store/commit.ts');
  usage = await import('../../../functions/usage/stream.ts');
  ledger = await import('../../../lib/metering/ledger-line.ts');
  usageEvents = await import('../../../lib/metering/usage-event.ts');
});
afterAll(() => calling.voice.close());

const day = '20261124';

/** Puts an account on terms, with so much topped up; from then on they hold. */
async function payBy(tenant: Credentials, terms: object, amount?: string) {
  const path = `/v1/Accounts/${tenant.sid}/Balance`;
  const set = (to: string, json: object) =>
    send(billing, { method: 'POST', path: to, as: calling.voice.platform.operator, json });
  expect((await set(path, terms)).status).toBe(200);
  if (amount !== undefined) expect((await set(`${path}/TopUps`, { Amount: amount })).status).toBe(201);
  await calling.voice.clock.advanceBy('11s');
}

const purseOf = ({ sid }: Credentials) => balances.balanceOf({ accountSid: sid, purse: 'BALANCE' });

/** Rates all that an account has used so far, as the stream brings it. */
async function rate({ sid }: Credentials): Promise<void> {
  const { batchItemFailures } = await usage.handler(streamEvent(await usageEvents.usageEventsOfDay(sid, day)));
  expect(batchItemFailures).toEqual([]);
}

// Guarantee: 10,000 concurrent starts on a balance of 10 at 0.013 a minute admit exactly 769 (billing.md, rule 12).
test(`${startsMax} starts on a balance of 10`, async () => {
  const tenant = await calling.voice.platform.enrol();
  await payBy(tenant, { Mode: 'prepaid' }, '10');
  const account = { sid: tenant.sid, zone: 'UTC' };
  const at = calling.voice.clock.now();
  const start = async (index: number): Promise<boolean> => {
    const resourceSid = `CA${String(index).padStart(32, '0')}`;
    const use = {
      microService: 'call',
      meter: 'calls-outbound',
      resourceSid,
      destination: '+14155550100',
      startedAt: at,
    };
    for (;;) {
      const reserved = await reserve(account, { ...use, unitsMin: 60n, unitsMax: 60n }, at);
      if ('kind' in reserved) return false;
      const result = await store.commit(reserved.writes).catch((error: Error) => error.name);
      if (result === 'committed') return true;
    }
  };
  let next = 0;
  let admitted = 0;
  const starter = async () => {
    while (next < startsMax) {
      next += 1;
      if (await start(next)) admitted += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, starter));
  const { left, held } = await purseOf(tenant);
  console.log(
    `${startsMax} starts, ${atOnce} at once, on a balance of 10 at 0.013 a minute: ${admitted} admitted, ${left} nano-units left`,
  );
  expect({ admitted, left, held }).toEqual({ admitted: 769, left: 3_000_000n, held: 9_997_000_000n });
});

// Guarantee: through the API too: as many calls of a minute get in as there is money for; the others are told that the account
// lacks it, and nothing is stored of them.
test('20 calls at once on money for three', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '0.05');
  const form = { From: from, Twiml: '<Response><Pause length="10"/></Response>', TimeLimit: '60' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, phone) => {
      const To = `+1415555${String(6_000 + phone)}`;
      calling.voice.carrier.phone(To).answersAfter('1s');
      return calling.voice.post(calling.voice.calls, tenant, 'Calls.json', { ...form, To });
    }),
  );
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ status, body }) => ({ status, code: body['code'] }))).toEqual(
    Array(17).fill({ status: 403, code: 20005 }),
  );
  expect(calling.placed(from)).toHaveLength(3);
  expect(await purseOf(tenant)).toMatchObject({ left: 11_000_000n, held: 39_000_000n });
  await calling.voice.clock.advanceBy('30s');
  await rate(tenant);
  await rate(tenant);
  expect(await purseOf(tenant)).toMatchObject({ left: 11_000_000n, held: 0n, spent: 39_000_000n });
});

// Guarantee: a call lasts exactly the seconds that its balance pays for; the carrier ends it then, and nothing is kept back any
// more.
test('a call ends when the money does', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '0.03');
  const form = { From: from, Twiml: '<Response><Pause length="600"/></Response>' };
  const phone = calling.voice.carrier.phone('+14155557001').answersAfter('1s');
  const { body } = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', { ...form, To: '+14155557001' });
  await calling.voice.clock.advanceBy('10m');
  expect(phone.calls.at(-1)?.status).toBe('completed');
  expect(await calling.itemOf(body['sid'])).toMatchObject({
    status: 'completed',
    limitSeconds: 120,
    durationSeconds: 120,
  });
  await rate(tenant);
  expect(await purseOf(tenant)).toMatchObject({ left: 4_000_000n, held: 0n, spent: 26_000_000n });
  const kept = await calling.voice.itemsOf(`BAL#${tenant.sid}`);
  expect(kept.filter(({ SK }) => String(SK).startsWith('HOLD#'))).toEqual([]);
});

// Guarantee: the balance is never below zero with 20 % of webhooks lost, and what was prepaid is to the last nano-unit what
// the same calls cost a postpaid account; calls of which nobody heard the end are settled when they are due.
test('prepaid = postpaid, with a fifth of the webhooks lost', async () => {
  const random = seeded(20261127);
  const prepaid = await calling.tenantWith({ MaxDurationSeconds: 600 });
  const postpaid = await calling.tenantWith({});
  await payBy(prepaid.tenant, { Mode: 'prepaid' }, '3');
  const { faults } = calling.voice.carrier.webhooks;
  faults.set([{ kind: 'webhook lost', rate: 0.2 }]);
  const sids: unknown[] = [];
  let lowest = 3_000_000_000n;
  for (let index = 0; index < 30; index += 1) {
    const To = `+1415555${8_000 + index}`;
    calling.voice.carrier.phone(To).answersAfter('1s');
    const seconds = 1 + Math.floor(random() * 200);
    const Twiml = `<Response><Pause length="${seconds}"/></Response>`;
    const form = { From: prepaid.from, To, Twiml, TimeLimit: '240' };
    sids.push((await calling.voice.post(calling.voice.calls, prepaid.tenant, 'Calls.json', form)).body['sid']);
    await calling.voice.clock.advanceBy('250s');
    await rate(prepaid.tenant);
    const { left } = await purseOf(prepaid.tenant);
    if (left < lowest) lowest = left;
  }
  faults.set([]);
  await calling.voice.clock.advanceBy('10m');
  await calling.work(...sids.map((sid) => calling.due(sid, 'call.overdue')));
  await rate(prepaid.tenant);
  const used = await usageEvents.usageEventsOfDay(prepaid.tenant.sid, day);
  const again = used.map((event) =>
    usageEvents.usageEvent(
      { sid: postpaid.tenant.sid, zone: 'UTC' },
      { ...event, sequence: 0, quantity: BigInt(event.quantity) },
    ),
  );
  await usage.handler(streamEvent(again));
  const spentBy = async ({ sid }: Credentials) =>
    (await ledger.linesOfDay(sid, day)).reduce((sum, { amount }) => sum + amount, 0n);
  const [inAdvance, byStatement] = [await spentBy(prepaid.tenant), await spentBy(postpaid.tenant)];
  const purse = await purseOf(prepaid.tenant);
  console.log(
    `30 calls of 1 to 200 s with 20 % of webhooks lost: prepaid - postpaid = ${inAdvance - byStatement} nano-units, ` +
      `lowest balance ${lowest}, top-ups - ledger - balance = ${3_000_000_000n - inAdvance - purse.left}`,
  );
  expect(used).toHaveLength(sids.length);
  expect(lowest >= 0n).toBe(true);
  expect(purse).toMatchObject({ held: 0n, spent: inAdvance, left: 3_000_000_000n - inAdvance });
  expect(inAdvance).toBe(byStatement);
});
