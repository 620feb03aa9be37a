import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import type { Calling } from './calling.ts';
import { dialling, type Paying, startPaying } from './paying.ts';

let calling: Calling;
let payBy: Paying['payBy'];
let purseOf: Paying['purseOf'];
let rate: Paying['rate'];
let heldOf: Paying['heldOf'];
beforeAll(async () => {
  ({ calling, payBy, purseOf, rate, heldOf } = await startPaying());
});
afterAll(() => calling.voice.close());

const extend = (sid: unknown) => calling.work(calling.due(sid, 'call.hold'));
const atCarrier = (from: string) => calling.placed(from).at(-1);

async function longCall({ tenant, from }: { tenant: Credentials; from: string }, To: string, more = {}) {
  calling.voice.carrier.phone(To).answersAfter('1s').hangsUpAfter('12h');
  const form = { From: from, To, Twiml: '<Response><Pause length="14000"/></Response>', ...more };
  return (await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form)).body;
}

// Guarantee: money is kept back for the first interval only; while the call lives the next is, before the limit is
// reached, and the carrier knows the limit; a call that is brought twice is extended as it would be once.
test('a live call is extended before its money ends', async () => {
  const account = await calling.tenantWith({});
  await payBy(account.tenant, { Mode: 'prepaid' }, '1');
  const { sid } = await longCall(account, '+14155556001');
  expect(await purseOf(account.tenant)).toMatchObject({ left: 935_000_000n, held: 65_000_000n });
  expect(atCarrier(account.from)?.timeLimitSeconds).toBe(300);
  for (const intervals of [2, 3, 4]) {
    const { dueSK } = await calling.itemOf(sid);
    const at = Number(dueSK?.slice(0, 13));
    expect(dueSK).toContain('call.hold');
    await calling.voice.clock.advanceBy(at - calling.voice.clock.now());
    expect(await extend(sid)).toEqual({ batchItemFailures: [] });
    expect(atCarrier(account.from)?.timeLimitSeconds).toBe(300 * intervals);
    expect((await purseOf(account.tenant)).held).toBe(65_000_000n * BigInt(intervals));
    expect(await extend(sid)).toEqual({ batchItemFailures: [] }); // The queue brings it twice.
    expect((await purseOf(account.tenant)).held).toBe(65_000_000n * BigInt(intervals));
  }
  await calling.voice.post(calling.voice.calls, account.tenant, `Calls/${sid}.json`, { Status: 'completed' });
  await calling.voice.clock.advanceBy('1s');
  await rate(account.tenant);
  const { durationSeconds = 0 } = await calling.itemOf(sid);
  const spent = BigInt(Math.ceil(durationSeconds / 60)) * 13_000_000n;
  expect(await purseOf(account.tenant)).toMatchObject({ left: 1_000_000_000n - spent, held: 0n, spent });
});

// Guarantee: a carrier that cannot be reached is told the limit when the work comes again, and the money is kept back once.
test('a limit that the carrier did not hear is told again', async () => {
  const account = await calling.tenantWith({});
  await payBy(account.tenant, { Mode: 'prepaid' }, '1');
  const { sid } = await longCall(account, '+14155556002');
  await calling.voice.clock.advanceBy('200s');
  calling.voice.carrier.webhooks.faults.set([{ kind: 'api unavailable', rate: 1 }]);
  expect((await extend(sid)).batchItemFailures).toHaveLength(1);
  calling.voice.carrier.webhooks.faults.set([]);
  expect(await calling.itemOf(sid)).toMatchObject({ limitSeconds: 600, limitAsked: true });
  expect(atCarrier(account.from)?.timeLimitSeconds).toBe(300);
  await extend(sid);
  expect(atCarrier(account.from)?.timeLimitSeconds).toBe(600);
  expect((await purseOf(account.tenant)).held).toBe(130_000_000n);
  await calling.voice.post(calling.voice.calls, account.tenant, `Calls/${sid}.json`, { Status: 'completed' });
});

// Guarantee: where there is no more money the call ends with what it has, exactly; what is topped up while it lives is found.
test('a call goes on as far as the money does', async () => {
  const account = await calling.tenantWith({});
  await payBy(account.tenant, { Mode: 'prepaid' }, '0.08');
  const { sid } = await longCall(account, '+14155556003');
  await calling.voice.clock.advanceBy('200s');
  await extend(sid);
  expect(await calling.itemOf(sid)).toMatchObject({ limitSeconds: 360, limitMaxSeconds: 14_400 });
  await extend(sid);
  expect(atCarrier(account.from)?.timeLimitSeconds).toBe(360);
  await payBy(account.tenant, { Mode: 'prepaid' }, '0.013');
  await calling.voice.clock.advanceBy('80s'); // It is looked for again a minute after it was missing.
  await extend(sid);
  expect(atCarrier(account.from)?.timeLimitSeconds).toBe(420);
  await calling.voice.clock.advanceBy('10m');
  expect(await calling.itemOf(sid)).toMatchObject({ status: 'completed', durationSeconds: 420 });
  await rate(account.tenant);
  expect(await purseOf(account.tenant)).toMatchObject({ left: 2_000_000n, held: 0n, spent: 91_000_000n });
});

// Guarantee: a call that comes in lasts as long as the balance pays for; with none it is rejected, nothing is stored, and
// the account reads why.
test('a call that comes in ends with the money', async () => {
  const number = '+12125550171';
  const tenant = await calling.voice.tenantWith(number, '/voice');
  calling.voice.twiml['/voice'] = '<Response><Say>Hello</Say><Pause length="14000"/></Response>';
  await payBy(tenant, { Mode: 'prepaid' }, '0.02');
  const phone = calling.voice.carrier.phone('+14155556004').hangsUpAfter('12h');
  const call = phone.dials(number);
  await calling.voice.clock.advanceBy('5s');
  const { held } = await purseOf(tenant);
  expect(held > 0n).toBe(true);
  await calling.voice.clock.advanceBy('1h');
  expect(call.status).toBe('completed');
  const [stored] = await calling.voice
    .itemsOf('RES#CA')
    .then((items) => items.filter((item) => item['accountSid'] === tenant.sid));
  expect(stored?.['durationSeconds']).toBe(stored?.['limitSeconds']);
  await rate(tenant);
  const { left } = await purseOf(tenant);
  expect(left >= 0n && left < 10_000_000n).toBe(true);
  const refused = calling.voice.carrier.phone('+14155556005').dials(number);
  await calling.voice.clock.advanceBy('5s');
  expect(refused.status).toBe('no-answer');
  const notices = await calling.voice.get(calling.voice.calls, tenant, 'Notifications.json');
  expect(JSON.stringify(notices.body)).toContain('its+balance+does+not+cover');
});

// Guarantee: of many messages at once as many are taken as there is money for, each with its whole price kept back; the others
// are refused by 20005 and not stored; what failed gives its price back.
test('20 messages at once on money for three', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '0.05');
  const form = { From: from, Body: 'x'.repeat(200) };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      calling.voice.post(calling.voice.messages, tenant, 'Messages.json', { ...form, To: `+1415555${7_000 + index}` }),
    ),
  );
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ status, body }) => ({ status, code: body['code'] }))).toEqual(
    Array(17).fill({ status: 403, code: 20005 }),
  );
  expect(await purseOf(tenant)).toMatchObject({ left: 2_600_000n, held: 47_400_000n });
  await calling.voice.clock.advanceBy('1m');
  await rate(tenant);
  await rate(tenant);
  expect(await purseOf(tenant)).toMatchObject({ left: 2_600_000n, held: 0n, spent: 47_400_000n });
});

// Guarantee: a leg that a call dials is held for up to the call's own limit, and grows with it; both end with the money of
// both, and the balance is what their lines leave of it.
test('a dialled leg is held for with its call', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '0.20');
  calling.voice.carrier.phone('+14155556011').answersAfter('1s').hangsUpAfter('12h');
  calling.voice.carrier.phone('+14155556012').answersAfter('1s').hangsUpAfter('12h');
  const form = { From: from, To: '+14155556011', Twiml: dialling('+14155556012') };
  const { sid } = (await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form)).body;
  await calling.voice.clock.advanceBy('30s');
  expect(await purseOf(tenant)).toMatchObject({ left: 70_000_000n, held: 130_000_000n });
  await calling.voice.clock.advanceBy('200s');
  await extend(sid);
  expect(await calling.itemOf(sid)).toMatchObject({ limitSeconds: 420 });
  expect(await purseOf(tenant)).toMatchObject({ left: 18_000_000n, held: 182_000_000n });
  await calling.voice.clock.advanceBy('10m');
  expect(await calling.itemOf(sid)).toMatchObject({ status: 'completed', durationSeconds: 420 });
  await rate(tenant);
  const [leg] = (await calling.voice.itemsOf('RES#CA')).filter((item) => item['parentSid'] === sid);
  expect(Number(leg?.['durationSeconds']) <= 420).toBe(true);
  expect(await heldOf(tenant)).toHaveLength(0);
  expect(await purseOf(tenant)).toMatchObject({ left: 18_000_000n, held: 0n, spent: 182_000_000n });
});

// Guarantee: what is dialled only after another leg is held for from the beginning, and given back when it never was.
test('a leg that is never dialled gives its money back', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '1');
  calling.voice.carrier.phone('+14155556013').answersAfter('1s').hangsUpAfter('40s');
  calling.voice.carrier.phone('+14155556014').answersAfter('1s').hangsUpAfter('12h');
  const Twiml = '<Response><Dial>+14155556014</Dial><Dial timeLimit="60">+14155556015</Dial></Response>';
  const form = { From: from, To: '+14155556013', Twiml };
  const { sid } = (await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form)).body;
  await calling.voice.clock.advanceBy('20s');
  expect((await purseOf(tenant)).held).toBe(143_000_000n);
  await calling.voice.clock.advanceBy('1m');
  await rate(tenant);
  expect(await heldOf(tenant)).toHaveLength(1);
  await calling.work(calling.due(sid, 'call.rides'));
  expect(await purseOf(tenant)).toMatchObject({ left: 974_000_000n, held: 0n, spent: 26_000_000n });
  expect((await calling.itemOf(sid)).dueSK).toBeUndefined();
});

// Guarantee: a document that dials without money for it is not executed, and the account reads why.
test('no money for a leg', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await payBy(tenant, { Mode: 'prepaid' }, '0.07');
  calling.voice.carrier.phone('+14155556016').answersAfter('1s').hangsUpAfter('40s');
  const form = { From: from, To: '+14155556016', Twiml: dialling('+14155556017') };
  await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form);
  await calling.voice.clock.advanceBy('2m');
  expect(calling.placed(from).filter(({ to }) => to === '+14155556017')).toEqual([]);
  const { body } = await calling.voice.get(calling.voice.calls, tenant, 'Notifications.json');
  expect(JSON.stringify(body)).toContain('its+balance+does+not+cover');
  await rate(tenant);
  expect(await heldOf(tenant)).toHaveLength(0);
});

// Guarantee: a program that wants it is told once, before the end, that a call's money ends; the call ends when it does.
test('a call whose money ends is told of', async () => {
  const account = await calling.tenantWith({ MoneyEndingSeconds: 90, EventCallbackUri: 'https://example.com/ending' });
  await payBy(account.tenant, { Mode: 'prepaid' }, '0.08');
  const { sid } = await longCall(account, '+14155556018');
  await calling.voice.clock.advanceBy('200s');
  await extend(sid);
  const warnings = async () =>
    (await calling.voice.outboxOf(String(sid), 'callback')).filter(
      ({ input }) => input.parameters?.['CallbackSource'] === 'money-ending',
    );
  await extend(sid);
  expect(await warnings()).toEqual([]);
  await calling.voice.clock.advanceBy('80s');
  await extend(sid);
  await extend(sid);
  expect((await warnings()).map(({ input }) => [input.url, Number(input.parameters?.['SecondsLeft']) <= 90])).toEqual([
    ['https://example.com/ending', true],
  ]);
  await calling.voice.clock.advanceBy('5m');
  expect(await calling.itemOf(sid)).toMatchObject({ status: 'completed', durationSeconds: 360 });
});
