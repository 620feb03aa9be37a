import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Handler } from '../gateway.ts';
import { type Credentials, type GatewayRequest, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

const beganAt = '2026-11-24T12:00:00Z';
let platform: BillingPlatform;
let usage: typeof import('../../../lib/metering/usage-event.ts');
beforeAll(async () => {
  platform = await startBillingPlatform(beganAt);
  usage = await import('../../../lib/metering/usage-event.ts');
});
afterAll(() => platform.close());

const ask = (request: Omit<GatewayRequest, 'as'>, as: Credentials = platform.operator) =>
  send(platform.billingApi, { ...request, as });
const balanceOf = async (as: Credentials) =>
  (await ask({ method: 'GET', path: `/v1/Accounts/${as.sid}/Balance` }, as)).body;
const change = (account: Credentials, json: object, as?: Credentials) =>
  ask({ method: 'POST', path: `/v1/Accounts/${account.sid}/Balance`, json }, as);
const topUp = (account: Credentials, json: object, headers: Record<string, string> = {}, as?: Credentials) =>
  ask({ method: 'POST', path: `/v1/Accounts/${account.sid}/Balance/TopUps`, json, headers }, as);

let made = 0;
/** Minutes of calls to the United States, 0.013 each, that ended at an instant. */
async function talk(account: Credentials, endedAt: string, minutes: number, destination = '+14155550100') {
  const finalizedAt = Date.parse(endedAt);
  made += 1;
  const event = usage.usageEvent(
    { sid: account.sid, zone: 'UTC' },
    {
      ...{
        microService: 'call',
        meter: 'calls-outbound',
        resourceSid: `CA${String(made).padStart(32, '0')}`,
        sequence: 0,
      },
      ...{ quantity: BigInt(60 * minutes), destination, startedAt: finalizedAt - 60_000 * minutes, finalizedAt },
      configurationVersion: 0,
    },
  );
  await platform.use([event]);
  return event;
}

// Guarantee: a prepaid account pays for what ends from the mode's beginning on, once, with what was topped up; what ended
// before is its statement's, and what no rate matches costs nothing yet.
test('prepaid', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Prepaid');
  expect(await balanceOf(tenant)).toMatchObject({ Mode: 'postpaid', Since: null, PaidBy: null, Balance: '0.00' });
  const set = await change(tenant, { Mode: 'prepaid' });
  expect(set.body).toMatchObject({ Mode: 'prepaid', Since: '2026-11-24T12:00:10.000Z', PaidBy: tenant.sid });
  expect(await topUp(tenant, { Amount: '20.00', Note: 'Payment 4711' })).toMatchObject({
    status: 201,
    body: { Amount: '20.00', Note: 'Payment 4711', AccountSid: tenant.sid },
  });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(tenant, '2026-11-24T12:00:09Z', 100);
  const counted = await talk(tenant, '2026-11-24T12:01:00Z', 1);
  await talk(tenant, '2026-11-24T12:02:00Z', 10, 'fax:nobody');
  await platform.use([counted, counted]);
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '19.987', ToppedUp: '20.00', Spent: '0.013' });
});

// Guarantee: what is used is never refused on the ledger: the balance goes below zero, and says so.
test('a shortfall is on record', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Short');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '1' });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(tenant, '2026-11-24T12:04:00Z', 100);
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '-0.30', Spent: '1.30' });
});

// Guarantee: a cap is for each period; it may be raised for the open one.
test('capped', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Capped');
  expect((await change(tenant, { Mode: 'capped' })).body).toMatchObject({ message: expect.stringContaining('Cap:') });
  await change(tenant, { Mode: 'capped', Cap: '5' });
  platform.turnClock('2026-11-30T23:59:00Z');
  await talk(tenant, '2026-11-30T23:58:00Z', 100);
  expect(await balanceOf(tenant)).toMatchObject({ Mode: 'capped', Cap: '5.00', Balance: '3.70', Period: '2026-11' });
  expect((await change(tenant, { Cap: '10' })).body).toMatchObject({ Balance: '8.70' });
  platform.turnClock('2026-12-01T00:01:00Z');
  await talk(tenant, '2026-12-01T00:00:30Z', 10);
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '9.87', Spent: '0.13', Period: '2026-12' });
});

// Guarantee: a use that missed its sealed day is paid for once too.
test('a late line', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Late');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '10' });
  platform.turnClock('2026-11-26T01:00:00Z');
  await platform.run();
  const late = await talk(tenant, '2026-11-24T13:00:00Z', 100);
  await platform.use([late]).catch(() => undefined);
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '8.70', Spent: '1.30' });
});

// Guarantee: a sub-account draws on its parent's balance without seeing it, until it is given a mode of its own.
test('sub-accounts', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Parent');
  const child = await platform.enrol(tenant, 'Child');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '10' });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(child, '2026-11-24T12:04:00Z', 100);
  expect(await balanceOf(child)).toMatchObject({ Mode: 'postpaid', PaidBy: tenant.sid, Balance: '-1.30' });
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '8.70' });
  await change(child, { Mode: 'postpaid' });
  platform.turnClock('2026-11-24T12:10:00Z');
  await talk(child, '2026-11-24T12:09:00Z', 100);
  expect(await balanceOf(child)).toMatchObject({ PaidBy: null, Balance: '-2.60' });
  expect(await balanceOf(tenant)).toMatchObject({ Balance: '8.70' });
});

// Guarantee: a top-up under an Idempotency-Key is added once, also when it is sent again at the same instant.
test('a top-up sent five times', async () => {
  const tenant = await platform.enrolIn('UTC', 'Repeating');
  const key = { 'idempotency-key': 'payment-4711' };
  await Promise.all(Array.from({ length: 5 }, () => topUp(tenant, { Amount: '20' }, key)));
  expect((await topUp(tenant, { Amount: '20' }, key)).status).toBe(201);
  await topUp(tenant, { Amount: '-5', Note: 'Paid back' });
  expect(await topUp(tenant, { Amount: '-15.01' })).toMatchObject({ status: 400 });
  const first = await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Balance/TopUps?PageSize=1` }, tenant);
  const second = await ask({ method: 'GET', path: String(first.body['NextPageUri']) }, tenant);
  const shown = [first, second].flatMap(({ body }) => body['TopUps'] as { Amount: string }[]);
  expect(shown.map(({ Amount }) => Amount).sort()).toEqual(['-5.00', '20.00']);
  expect(second.body['NextPageUri']).toBeNull();
});

// Guarantee: only the operator sets modes and adds money; what is no amount is refused by its name, and nothing is stored.
test.each([
  [{ Amount: 20 }, 'Amount'],
  [{ Amount: '1e3' }, 'Amount'],
  [{ Amount: '0' }, 'Amount'],
  [{ Amount: '0.0000000001' }, 'Amount'],
  [{ Amount: '1234567890123' }, 'Amount'],
  [{ Amount: '1', Surprise: '1' }, 'Surprise'],
])('refused top-up %#', async (json, name) => {
  const tenant = await platform.enrolIn('UTC', 'Refused');
  const before = await platform.items();
  expect(await topUp(tenant, json)).toMatchObject({ status: 400, body: { message: expect.stringContaining(name) } });
  expect(await topUp(tenant, { Amount: '1' }, {}, tenant)).toMatchObject({ status: 404 });
  expect(await change(tenant, { Mode: 'prepaid' }, tenant)).toMatchObject({ status: 404 });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: the samples of events/ do what they say.
test('samples', async () => {
  const tenant = await platform.enrolIn('UTC', 'Sampled');
  const handle = async (name: string, as: Credentials) => {
    const event = sampleEvent<APIGatewayProxyEventV2>(name, as, { [`AC${'c'.repeat(32)}`]: tenant.sid });
    const { body = '' } = await (platform.billingApi as Handler)(event, {} as never);
    return JSON.parse(body);
  };
  expect(await handle('billing.change-balance', platform.operator)).toMatchObject({ Mode: 'prepaid' });
  expect(await handle('billing.add-top-up', platform.operator)).toMatchObject({ Amount: '20.00' });
  expect(await handle('billing.change-balance-alerts', tenant)).toMatchObject({ Thresholds: ['20.00', '5.00'] });
  expect(await handle('billing.fetch-balance', tenant)).toEqual({
    account_sid: tenant.sid,
    balance: '20.00',
    currency: 'USD',
  });
});

// Guarantee: nobody pays twice: a statement takes off what the balance has paid, and asks for the rest; that is sealed and
// verified like all else, and shown on the page.
test('a statement takes off what was paid in advance', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Half of a month');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '20.00' });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(tenant, '2026-11-24T12:00:09Z', 100);
  await talk(tenant, '2026-11-24T12:01:00Z', 1);
  platform.turnClock('2026-12-01T02:00:00Z');
  await platform.run();
  const statements = `/v1/Accounts/${tenant.sid}/Statements/2026-11`;
  const { body } = await ask({ method: 'GET', path: `${statements}.json` }, tenant);
  expect(body).toMatchObject({
    Total: '1.30',
    Net: '1.30',
    Payable: '1.30',
    Adjustments: [{ Kind: 'paid-in-advance', Plan: 'standard', Version: 1, Amount: '-0.013' }],
  });
  expect(await platform.readStatementBytes(`${tenant.sid}/2026-11-1`, 'html')).toContain('Paid in advance');
  expect((await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Verify` }, tenant)).body).toMatchObject({
    Changed: [],
  });
});

const alert = (account: Credentials, json: object) =>
  ask({ method: 'POST', path: `/v1/Accounts/${account.sid}/Balance/Alerts`, json }, account);
const told = async ({ sid }: Credentials) =>
  (await platform.items())
    .filter(({ PK }) => PK === `OUT#${sid}`)
    .map((item) => (item['input'] as { parameters: Record<string, string> }).parameters);
const notices = async ({ sid }: Credentials) =>
  (await platform.items()).filter((item) => item['entity'] === 'notification' && item['resourceSid'] === sid);

// Guarantee: of each threshold that the balance falls below an account is told once, by its URL and a Notification, however
// many lines are rated at once; a top-up arms it again.
test('a low balance is told once a crossing', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Low');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '2' });
  const set = { Thresholds: ['0.50', '1.50', '5'], Uri: 'https://example.com/balance' };
  platform.turnClock('2026-11-24T12:05:00Z');
  expect(await alert(tenant, set)).toMatchObject({
    status: 200,
    body: { Thresholds: ['5.00', '1.50', '0.50'], Below: ['5.00'], Method: 'POST' },
  });
  await talk(tenant, '2026-11-24T12:04:00Z', 10);
  expect(await told(tenant)).toEqual([]);
  await Promise.all(Array.from({ length: 20 }, () => talk(tenant, '2026-11-24T12:04:00Z', 2)));
  expect(await told(tenant)).toEqual([
    {
      AccountSid: tenant.sid,
      Balance: expect.stringMatching(/^1\.\d+$/),
      Currency: 'USD',
      Threshold: '1.50',
      Timestamp: '2026-11-24T12:05:00.000Z',
      IdempotencyToken: expect.any(String),
    },
  ]);
  await talk(tenant, '2026-11-24T12:04:00Z', 70);
  await talk(tenant, '2026-11-24T12:04:00Z', 1);
  expect((await told(tenant)).map(({ Threshold }) => Threshold)).toEqual(['1.50', '0.50']);
  await topUp(tenant, { Amount: '2' });
  await talk(tenant, '2026-11-24T12:04:00Z', 100);
  expect((await told(tenant)).map(({ Threshold }) => Threshold)).toEqual(['1.50', '0.50', '1.50']);
  const said = await notices(tenant);
  expect(said).toHaveLength(3);
  expect(said[0]).toMatchObject({ severity: 'warning', message: expect.stringContaining('below') });
});

// Guarantee: what a line that missed its day takes from a balance is told too.
test('a late line is told of', async () => {
  platform.turnClock(beganAt);
  const tenant = await platform.enrolIn('UTC', 'Late and low');
  await change(tenant, { Mode: 'prepaid' });
  await topUp(tenant, { Amount: '10' });
  await alert(tenant, { Thresholds: ['9'] });
  platform.turnClock('2026-11-26T01:00:00Z');
  await platform.run();
  await talk(tenant, '2026-11-24T13:00:00Z', 100);
  expect(await notices(tenant)).toHaveLength(1);
});

// Guarantee: a sub-account in another currency, which its parent's balance cannot pay for, has no credit that its parent has not.
test.each([
  ['prepaid', 'EUR', 'prepaid'],
  ['prepaid', 'USD', 'postpaid'],
  ['postpaid', 'EUR', 'postpaid'],
])('the sub-account of a %s account in %s begins as %s', async (Mode, Currency, begins) => {
  platform.turnClock(beganAt);
  const parent = await platform.enrolIn('UTC', 'Parent');
  await change(parent, { Mode });
  const json = { FriendlyName: 'Child', Currency };
  const { body } = await send(platform.accountApi, { method: 'POST', path: '/v1/Accounts', as: parent, json });
  const child = { sid: String(body['Sid']), authToken: String(body['AuthToken']) };
  expect(await balanceOf(child)).toMatchObject({ Mode: begins, Balance: '0.00', Currency });
});
