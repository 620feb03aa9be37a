import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { startStreamServer } from '../stream-server.ts';
import type { Calling } from './calling.ts';
import { dialling, type Paying, startPaying } from './paying.ts';

let calling: Calling;
let payBy: Paying['payBy'];
let purseOf: Paying['purseOf'];
let rate: Paying['rate'];
let heldOf: Paying['heldOf'];
let work: Paying['work'];
let overpaidBy: Paying['overpaidBy'];
let server: Awaited<ReturnType<typeof startStreamServer>>;
beforeAll(async () => {
  ({ calling, payBy, purseOf, rate, heldOf, work, overpaidBy } = await startPaying());
  server = await startStreamServer();
});
afterAll(async () => {
  await calling.voice.close();
  await server.close();
});

/** A minute passes: what is due then is done, and what was used is rated. */
async function minute(tenant: Credentials) {
  await calling.voice.clock.advanceBy('1m');
  await work();
  await rate(tenant);
}

// Guarantee: the balance is never below zero with 20 % of webhooks lost, whatever is used at once: calls placed and coming in,
// the legs that they dial, messages; and when all is over, nothing is kept back and top-ups less ledger is the balance.
test('everything at once, with a fifth of the webhooks lost', async () => {
  const number = '+12125550172';
  const tenant = await calling.voice.tenantWith(number, '/storm');
  const toppedUp = 500_000_000n;
  await payBy(tenant, { Mode: 'prepaid', HoldSeconds: 180 }, '0.5');
  const legs = Array.from({ length: 12 }, (_, index) => `+1415555${6_100 + index}`);
  for (const [index, leg] of legs.entries())
    calling.voice.carrier
      .phone(leg)
      .answersAfter('2s')
      .hangsUpAfter(`${60 + 47 * index}s`);
  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 0.2 }]);
  let lowest = toppedUp;
  for (let round = 0; round < 15; round += 1) {
    const leg = legs[round % legs.length] ?? '';
    const phone = `+1415555${6_200 + round}`;
    calling.voice.carrier
      .phone(phone)
      .answersAfter('1s')
      .hangsUpAfter(`${30 + 31 * round}s`);
    calling.voice.twiml['/storm'] = dialling(leg);
    if (round % 3 === 0) calling.voice.carrier.phone(phone).dials(number);
    if (round % 3 === 1)
      await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', {
        From: number,
        To: phone,
        Twiml: dialling(leg),
      });
    if (round % 3 === 2)
      await calling.voice.post(calling.voice.messages, tenant, 'Messages.json', {
        From: number,
        To: phone,
        Body: 'Hello',
      });
    await minute(tenant);
    const { left, held } = await purseOf(tenant);
    if (left + held < lowest) lowest = left + held;
    expect(left >= 0n).toBe(true);
  }
  calling.voice.carrier.webhooks.faults.set([]);
  // What nobody told is settled when it is due; a message, four hours after.
  for (let rest = 0; rest < 16; rest += 1) await minute(tenant);
  const kept = await heldOf(tenant);
  const messages = kept.filter(({ SK }) => /^HOLD#.ms-/.test(String(SK)));
  const purse = await purseOf(tenant);
  console.log(
    `15 calls with legs, and messages, with 20 % of webhooks lost: lowest balance ${lowest}, ` +
      `top-ups - spent - balance = ${toppedUp - purse.spent - purse.left - purse.held} nano-units`,
  );
  expect(kept).toEqual(messages);
  expect([lowest >= 0n, purse.left + purse.held + purse.spent]).toEqual([true, toppedUp]);
});

// Guarantee: the same of stays in conferences, who comes in, is called, dialled by the conference or redirected into it, and of media streams by
// document and API: never below zero, prepaid is postpaid to the nano-unit, and when all is over nothing is kept back.
test('conferences and streams, with a fifth of the webhooks lost', async () => {
  const number = '+12125550173';
  const tenant = await calling.voice.tenantWith(number, '/riding');
  const toppedUp = 150_000_000n;
  await payBy(tenant, { Mode: 'prepaid', HoldSeconds: 180 }, '0.15');
  const room = (name: string) => `<Dial><Conference>${name}</Conference></Dial>`;
  const stream = `<Start><Stream url="${server.url}/storm" name="storm"/></Start><Pause length="4"/>`;
  const stopped = `${stream}<Stop><Stream name="storm"/></Stop>`;
  const post = (path: string, form: Record<string, string>, to = calling.voice.calls) =>
    calling.voice.post(to, tenant, path, form);
  calling.voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 0.2 }]);
  let lowest = toppedUp;
  const placed: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    const To = `+1415555${6_300 + round}`;
    const seconds = 20 + 30 * round;
    calling.voice.carrier.phone(To).answersAfter('1s').hangsUpAfter(`${seconds}s`);
    const form = { From: number, To };
    const called = async (inside: string) =>
      placed.push(String((await post('Calls.json', { ...form, Twiml: `<Response>${inside}</Response>` })).body['sid']));
    calling.voice.twiml['/riding'] = `<Response>${stopped}${room('hall')}</Response>`;
    if (round % 5 === 0) calling.voice.carrier.phone(To).dials(number);
    if (round % 5 === 1) await called(`${room('hall')}${room('never')}`);
    if (round % 5 === 2) await post('Conferences/hall/Participants.json', form, calling.voice.conferences);
    if (round % 5 === 3) await called(`${stopped}<Pause length="600"/>`);
    if (round % 5 === 4)
      await called(`<Dial timeLimit="30"><Conference>hall</Conference></Dial>${stopped}${room('hall')}`);
    await minute(tenant);
    const Twiml = `<Response>${room('hall')}</Response>`;
    if (round % 5 === 3) await post(`Calls/${placed.at(-1)}.json`, { Twiml });
    if (round % 5 === 1) await post(`Calls/${placed.at(-1)}/Streams.json`, { Url: `${server.url}/storm`, Name: 'api' });
    if (round % 5 === 1) await calling.voice.clock.advanceBy('3s');
    if (round % 5 === 1) await post(`Calls/${placed.at(-1)}/Streams/api.json`, { Status: 'stopped' });
    const { left, held } = await purseOf(tenant);
    if (left + held < lowest) lowest = left + held;
    expect(left >= 0n).toBe(true);
  }
  calling.voice.carrier.webhooks.faults.set([]);
  for (let rest = 0; rest < 18; rest += 1) await minute(tenant);
  const used = (await calling.voice.itemsOf(`USE#${tenant.sid}`)).map(({ meter, quantity }) => [
    meter,
    Number(quantity),
  ]);
  const secondsOf = (of: string) =>
    used.reduce((sum, [meter, quantity]) => (meter === of ? sum + Number(quantity) : sum), 0);
  const purse = await purseOf(tenant);
  const overpaid = await overpaidBy(tenant);
  console.log(
    `${secondsOf('calls-outbound') + secondsOf('calls-inbound')} s of calls, ${secondsOf('conference-participants')} s in conferences and ` +
      `${secondsOf('calls-media-stream-minutes')} s of streams with 20 % of webhooks lost: lowest balance ${lowest}, prepaid - postpaid = ${overpaid}, ` +
      `top-ups - spent - balance = ${toppedUp - purse.spent - purse.left - purse.held} nano-units`,
  );
  expect(await heldOf(tenant)).toEqual([]);
  expect([lowest >= 0n, overpaid, purse.left + purse.spent]).toEqual([true, 0n, toppedUp]);
});
