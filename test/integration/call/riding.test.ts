import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { startStreamServer } from '../stream-server.ts';
import type { Calling } from './calling.ts';
import { type Paying, startPaying } from './paying.ts';

let calling: Calling;
let paying: Paying;
/** Where no server is: nothing has to be streamed for what is held. */
let nobody: string;
let server: Awaited<ReturnType<typeof startStreamServer>>;
beforeAll(async () => {
  paying = await startPaying();
  calling = paying.calling;
  server = await startStreamServer();
  const gone = await startStreamServer();
  await gone.close();
  nobody = `${gone.url}/ear`;
});
afterAll(async () => {
  await calling.voice.close();
  await server.close();
});
afterEach(() => calling.voice.carrier.webhooks.faults.set([]));

type Account = { readonly tenant: Credentials; readonly from: string };
let phones = 0;

/** A new account with so much in advance, and a call of it to somebody who would talk all day, led by a document. */
async function account(amount: string, json = {}): Promise<Account> {
  const { tenant, from } = await calling.tenantWith({});
  await paying.payBy(tenant, { Mode: 'prepaid', ...json }, amount);
  return { tenant, from };
}
async function call({ tenant, from }: Account, inside: string, form: Record<string, string> = {}): Promise<string> {
  phones += 1;
  const To = `+1415555${4_000 + phones}`;
  calling.voice.carrier.phone(To).answersAfter('1s').hangsUpAfter('12h');
  const Twiml = `<Response>${inside}</Response>`;
  const { status, body } = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', {
    ...{ From: from, To, Twiml },
    ...form,
  });
  expect(status).toBe(201);
  return String(body['sid']);
}
const redirect = ({ tenant }: Account, sid: string, inside: string) =>
  calling.voice.post(calling.voice.calls, tenant, `Calls/${sid}.json`, { Twiml: `<Response>${inside}</Response>` });
const hangUp = ({ tenant }: Account, sid: string) =>
  calling.voice.post(calling.voice.calls, tenant, `Calls/${sid}.json`, { Status: 'completed' });
const room = (name: string) => `<Dial><Conference>${name}</Conference></Dial>`;
const streaming = () => `<Start><Stream url="${server.url}/ear"/></Start><Pause length="14000"/>`;
const atCarrier = ({ from }: Account) => calling.placed(from).at(-1);

/** The seconds of a meter that an account was billed, in order of their events. */
const usedBy = async ({ tenant }: Account, meter: string) =>
  (await calling.voice.itemsOf(`USE#${tenant.sid}`))
    .filter((item) => item['meter'] === meter)
    .map((item) => Number(item['quantity']));
const notices = async ({ tenant }: Account) =>
  JSON.stringify((await calling.voice.get(calling.voice.calls, tenant, 'Notifications.json')).body);
async function minutes(count: number, { tenant }: Account): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await calling.voice.clock.advanceBy('1m');
    await paying.work();
    await paying.rate(tenant);
  }
}

// Guarantee: what a call costs a minute is the sum of what rides on it: with a stay in a conference (0.0018) or a stream (0.004) beside its
// own 0.013 it ends when the money of both does, its carrier is told so, and nothing of it is kept back after.
test.each([
  ['conference-participants', '0.045', () => room('both'), 180, 44_400_000n],
  ['calls-media-stream-minutes', '0.02', streaming, 60, 17_000_000n],
])('a call and its %s end with the money of both', async (meter, amount, inside, seconds, spent) => {
  const payer = await account(amount);
  const sid = await call(payer, inside());
  await calling.voice.clock.advanceBy('10s');
  expect(await calling.itemOf(sid)).toMatchObject({ limitSeconds: seconds, limitMaxSeconds: 14_400 });
  expect(atCarrier(payer)?.timeLimitSeconds).toBe(seconds);
  expect((await paying.purseOf(payer.tenant)).held).toBe(spent);
  await minutes(12, payer);
  expect(await calling.itemOf(sid)).toMatchObject({ status: 'completed', durationSeconds: seconds });
  const [used = 0] = await usedBy(payer, meter);
  expect(used > seconds - 10 && used <= seconds).toBe(true);
  const left = BigInt(Number.parseFloat(amount) * 1e9) - spent;
  expect(await paying.purseOf(payer.tenant)).toMatchObject({ left, held: 0n, spent });
});

// Guarantee: while the call lives the money of all of it grows together; a stream that never reached its server gives all of its own back.
test('a stay and a stream grow with their call', async () => {
  const payer = await account('1');
  const sid = await call(payer, `<Start><Stream url="${nobody}"/></Start>${room('long')}`);
  await calling.voice.clock.advanceBy('10s');
  const perMinute = 13_000_000n + 1_800_000n + 4_000_000n;
  expect((await paying.purseOf(payer.tenant)).held).toBe(5n * perMinute);
  await minutes(9, payer);
  const { limitSeconds } = await calling.itemOf(sid);
  expect(limitSeconds).toBe(900);
  expect(atCarrier(payer)?.timeLimitSeconds).toBe(900);
  expect((await paying.purseOf(payer.tenant)).held).toBe(15n * perMinute);
  await hangUp(payer, sid);
  await minutes(12, payer);
  const { spent, held } = await paying.purseOf(payer.tenant);
  expect([held, spent]).toEqual([0n, 10n * (13_000_000n + 1_800_000n)]);
});

// Guarantee: where there is not a minute's worth for all of them nothing begins: the document is not executed, the account reads why; a
// stream by the API is refused by 20005, and its call goes on.
test('too little for a minute of both', async () => {
  const payer = await account('0.0135');
  const [before] = [server.peers.length];
  const sid = await call(payer, '<Pause length="14000"/>');
  await calling.voice.clock.advanceBy('5s');
  const stream = { Url: `${server.url}/ear` };
  const refused = await calling.voice.post(calling.voice.calls, payer.tenant, `Calls/${sid}/Streams.json`, stream);
  expect(refused).toMatchObject({ status: 403, body: { code: 20005 } });
  expect(await calling.itemOf(sid)).toMatchObject({ status: 'in-progress', limitSeconds: 60 });
  await redirect(payer, sid, room('nobody'));
  await minutes(12, payer);
  expect(await notices(payer)).toContain('conference-participants');
  expect(await usedBy(payer, 'conference-participants')).toEqual([]);
  expect(server.peers).toHaveLength(before);
  expect(await paying.purseOf(payer.tenant)).toMatchObject({ held: 0n, spent: 13_000_000n });
});

// Guarantee: who leaves a room and comes back is held for anew; each stay takes over what was held for it, a stream that was stopped gives
// back the rest at once, and what was named and never begun is given back after the call.
test('stays in several pieces, and a stream that is stopped', async () => {
  const payer = await account('1');
  const sid = await call(payer, `${room('pieces')}${room('never')}`);
  await calling.voice.clock.advanceBy('31s');
  await redirect(
    payer,
    sid,
    `<Start><Stream url="${server.url}/ear" name="ear"/></Start><Pause length="20"/><Stop><Stream name="ear"/></Stop>${room('pieces')}`,
  );
  await calling.voice.clock.advanceBy('60s');
  await paying.rate(payer.tenant);
  const names = (await paying.heldOf(payer.tenant)).map(({ SK }) => String(SK).split('#')[1]).sort();
  // The room that was never come to, and the second stay, beside the call itself.
  expect(names).toEqual(['calls-outbound', 'conference-participants', 'conference-participants']);
  await hangUp(payer, sid);
  await minutes(12, payer);
  const stays = await usedBy(payer, 'conference-participants');
  expect(stays.map((seconds) => Math.ceil(seconds / 60))).toEqual([1, 1]);
  expect(await usedBy(payer, 'calls-media-stream-minutes')).toEqual([20]);
  expect(await paying.heldOf(payer.tenant)).toEqual([]);
  const { spent, left } = await paying.purseOf(payer.tenant);
  expect([spent, left + spent]).toEqual([26_000_000n + 2n * 1_800_000n + 4_000_000n, 1_000_000_000n]);
  expect((await calling.itemOf(sid)).rides).toBeUndefined();
});

// Guarantee: a stay and a stream whose ends nobody tells end with their call, though the conference goes on without it; a stream whose
// start nobody told costs nothing, and gives its money back.
test('ends that nobody tells', async () => {
  const payer = await account('2');
  const other = await call(payer, room('goes-on'));
  const sid = await call(payer, `<Start><Stream url="${server.url}/ear"/></Start>${room('goes-on')}`);
  await calling.voice.clock.advanceBy('20s');
  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
  await hangUp(payer, sid);
  await calling.voice.clock.advanceBy('5s');
  calling.voice.carrier.webhooks.faults.set([]);
  await minutes(20, payer);
  const { durationSeconds = 0 } = await calling.itemOf(sid);
  expect(durationSeconds).toBeLessThanOrEqual(60);
  const [stay = 0] = await usedBy(payer, 'conference-participants');
  const [stream = 0] = await usedBy(payer, 'calls-media-stream-minutes');
  expect({ stay: stay > 0 && stay <= durationSeconds, stream: stream > 0 && stream <= durationSeconds }).toEqual({
    ...{ stay: true, stream: true },
  });
  expect(await calling.itemOf(other)).toMatchObject({ status: 'in-progress' });

  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
  const started = await calling.voice.post(calling.voice.calls, payer.tenant, `Calls/${other}/Streams.json`, {
    Url: `${server.url}/ear`,
  });
  expect(started.status).toBe(200);
  await calling.voice.clock.advanceBy('5s');
  calling.voice.carrier.webhooks.faults.set([]);
  await hangUp(payer, other);
  await minutes(12, payer);
  expect(await usedBy(payer, 'calls-media-stream-minutes')).toHaveLength(1);
  const { left, spent, held } = await paying.purseOf(payer.tenant);
  expect([held, left + spent]).toEqual([0n, 2_000_000_000n]);
});

// Guarantee: a top-up is found: a call that was made shorter for what rides on it goes on to its own limit again.
test('a call that was made shorter is extended again', async () => {
  const payer = await account('0.045');
  const sid = await call(payer, room('topped-up'));
  await calling.voice.clock.advanceBy('10s');
  expect(atCarrier(payer)?.timeLimitSeconds).toBe(180);
  await paying.payBy(payer.tenant, { Mode: 'prepaid' }, '1');
  await minutes(2, payer);
  expect(atCarrier(payer)?.timeLimitSeconds).toBe(480);
  await hangUp(payer, sid);
  await minutes(12, payer);
  expect((await paying.purseOf(payer.tenant)).held).toBe(0n);
});

const perMinute = (Meter: string, Price: string) => ({
  ...{ Meter, Per: 60, Increment: { First: 60, Next: 60 }, Price: { Model: 'per-unit', Price } },
});
const mobile = {
  ...{ Plan: 'mobile', Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z' },
  Lines: [
    perMinute('calls-outbound', '0.05'),
    perMinute('conference-participants', '0.002'),
    perMinute('calls-media-stream-minutes', '0.004'),
  ],
  Tiers: [
    { Name: 'rooms', Limits: [{ Meter: 'conference-participants', Units: 2, AtLimit: 'refuse' }] },
    { Name: 'ears', Limits: [{ Meter: 'calls-media-stream-minutes', Units: 1, AtLimit: 'refuse' }] },
  ],
};
const limitsOf = async ({ sid }: Credentials) =>
  (await calling.voice.itemsOf(`BAL#${sid}`))
    .filter(({ SK }) => String(SK).startsWith('LIMIT'))
    .map(({ SK, taken, held }) => [SK, Number(taken), Number(held)]);

// Guarantee: a call in a conference ends when its account's limit of participants' minutes does, the carrier knows it, and who comes after
// is not let in; a stream beyond its limit is refused by 20006. Both go on without a balance.
test('a limit of minutes in conferences, and of streams', async () => {
  await paying.set('/v1/RatePlans', mobile);
  const { tenant, from } = await calling.tenantWith({});
  await paying.set(`/v1/Accounts/${tenant.sid}/Profiles`, { Plan: 'mobile', Tier: 'rooms' });
  const limit = 'LIMIT#2026-11#mobile#1#rooms#conference-participants';
  const Twiml = '<Response><Dial><Conference>limited</Conference></Dial></Response>';
  calling.voice.carrier.phone('+15550199009').answersAfter('1s').hangsUpAfter('12h');
  const form = { From: from, To: '+15550199009', Twiml };
  const { body } = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form);
  await calling.voice.clock.advanceBy('10s');
  expect(await limitsOf(tenant)).toContainEqual([limit, 120, 120]);
  const { limitSeconds } = await calling.itemOf(body['sid']);
  expect([limitSeconds <= 122, calling.placed(from).at(-1)?.timeLimitSeconds]).toEqual([true, limitSeconds]);
  const late = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form);
  await calling.voice.clock.advanceBy('10m');
  await paying.rate(tenant);
  expect(await calling.itemOf(body['sid'])).toMatchObject({ durationSeconds: limitSeconds });
  expect((await calling.itemOf(late.body['sid'])).durationSeconds).toBeLessThan(60); // it hears that something went wrong
  expect(await limitsOf(tenant)).toEqual([[limit, 120, 0]]);
  const { body: told } = await calling.voice.get(calling.voice.calls, tenant, 'Notifications.json');
  expect(JSON.stringify(told)).toContain('allows+2+participant-minutes+of+conference-participants');

  const other = await calling.tenantWith({});
  await paying.set(`/v1/Accounts/${other.tenant.sid}/Profiles`, { Plan: 'mobile', Tier: 'ears' });
  const talking = { From: other.from, To: '+15550199009', Twiml: '<Response><Pause length="14000"/></Response>' };
  const { sid } = (await calling.voice.post(calling.voice.calls, other.tenant, 'Calls.json', talking)).body;
  await calling.voice.clock.advanceBy('5s');
  const stream = () =>
    calling.voice.post(calling.voice.calls, other.tenant, `Calls/${sid}/Streams.json`, { Url: 'ws://127.0.0.1:9/ear' });
  expect((await stream()).status).toBe(200);
  expect(await stream()).toMatchObject({ status: 403, body: { code: 20006 } });
  await calling.voice.post(calling.voice.calls, other.tenant, `Calls/${sid}.json`, { Status: 'completed' });
  await calling.voice.clock.advanceBy('6m');
  await calling.work(calling.due(sid, 'call.rides'));
  expect((await limitsOf(other.tenant)).map(([, taken]) => taken)).toEqual([0]); // it never reached a server
});
