import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ScheduledEvent, SQSEvent } from 'aws-lambda';
import { type Credentials, type GatewayRequest, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-24T12:00:00Z');
  tenant = await platform.enrolIn('UTC', 'Tenant');
});
afterAll(() => platform.close());

const ask = (request: Omit<GatewayRequest, 'as'>, as: Credentials = platform.operator) =>
  send(platform.billingApi, { ...request, as });
const planOf = (changes: object = {}) => ({
  Plan: 'gold',
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [{ Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: '0.01' } }],
  ...changes,
});
const addPlan = (changes: object = {}) => ask({ method: 'POST', path: '/v1/RatePlans', json: planOf(changes) });
const addProfile = (json: object, as?: Credentials) =>
  ask({ method: 'POST', path: `/v1/Accounts/${tenant.sid}/Profiles`, json }, as);

// Guarantee: versions of a plan are numbered, never changed, and a later one cannot reprice what is past.
test('rate plans', async () => {
  expect(await addPlan()).toMatchObject({
    status: 201,
    body: { Plan: 'gold', Version: 1, Lines: [{ Meter: 'sms-outbound' }] },
  });
  expect(await addPlan()).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('EffectiveFrom: 2026-01-01T00:00:00Z is over') },
  });
  expect(await addPlan({ EffectiveFrom: '2026-12-01T00:00:00Z' })).toMatchObject({ status: 201, body: { Version: 2 } });
  expect(await addPlan({ EffectiveFrom: '2027-12-01T00:00:00Z', Currency: 'EUR' })).toMatchObject({ status: 400 });
  const { body } = await ask({ method: 'GET', path: '/v1/RatePlans/gold' });
  expect(body['Versions']).toMatchObject([{ Version: 2, EffectiveFrom: '2026-12-01T00:00:00Z' }, { Version: 1 }]);
  const listed = (await ask({ method: 'GET', path: '/v1/RatePlans' })).body['RatePlans'] as { Plan: string }[];
  expect(listed.map(({ Plan }) => Plan).sort()).toEqual(['gold', 'standard', 'standard-eur', 'standard-gbp']);
});

// Guarantee: a plan that could misprice is refused with the field's own name, and nothing is stored.
test.each([
  [{ Lines: [{ Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: 0.01 } }] }, 'Lines.0.Price.Price'],
  [
    { Lines: [{ Meter: 'sms-outbound', Price: { Model: 'deck', Rates: [{ Prefix: '+1', Price: '1' }] } }] },
    'Lines.0.Price.Rates.0.Prefix',
  ],
  [{ Surprise: true }, 'Surprise: not a known name'],
  [{ Plan: 'Gold!' }, 'Plan: must be a name'],
  [{ Currency: 'XXX' }, 'Currency'],
])('refused plan %#', async (changes, message) => {
  const before = await platform.items();
  expect(await addPlan({ Plan: 'silver', ...changes })).toMatchObject({
    status: 400,
    body: { code: 20001, message: expect.stringContaining(message) },
  });
  expect(await platform.items()).toHaveLength(before.length);
});

// Guarantee: only the operator decides by which plan an account pays, and not for the past.
test('profiles', async () => {
  expect((await addProfile({ Plan: 'gold' }, tenant)).status).toBe(404);
  expect(await addProfile({ Plan: 'nothing' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('no rate plan nothing') },
  });
  expect(await addProfile({ Plan: 'standard-eur' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('the account pays in USD') },
  });
  expect(await addProfile({ Plan: 'gold', MicroService: 'fax' })).toMatchObject({ status: 400 });
  expect(await addProfile({ Plan: 'gold', ValidFrom: '2026-11-24T11:59:59Z' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('ValidFrom') },
  });
  expect(await addProfile({ Plan: 'gold', MicroService: 'sms' })).toMatchObject({ status: 201 });
  expect((await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Profiles` }, tenant)).body).toEqual({
    AccountSid: tenant.sid,
    Profiles: [
      { MicroService: '*', Plan: 'standard', Tier: null, ValidFrom: null, Overrides: [] },
      { MicroService: 'sms', Plan: 'gold', Tier: null, ValidFrom: '2026-11-24T12:00:00.000Z', Overrides: [] },
    ],
  });
});

// Guarantee: a use is priced by the plan that its micro-service had when the use began.
test('a plan for one micro-service, from now on', async () => {
  const { planInForce } = await import('../../../lib/metering/plan-in-force.ts');
  const at = (microService: string, instant: string) =>
    planInForce(
      { accountSid: tenant.sid, microService, startedAt: Date.parse(instant) },
      Date.parse('2026-12-02T00:00:00Z'),
    );
  const named = async (microService: string, instant: string) => {
    const plan = await at(microService, instant);
    return `${plan?.name} ${plan?.version}`;
  };
  expect(await named('sms', '2026-11-24T11:59:59Z')).toBe('standard 1');
  expect(await named('sms', '2026-11-24T12:00:00Z')).toBe('gold 1');
  expect(await named('sms', '2026-12-01T00:00:00Z')).toBe('gold 2');
  expect(await named('call', '2026-12-01T00:00:00Z')).toBe('standard 1');
});

// Guarantee: nobody sees another account's statements, profiles or runs, nor that they exist.
test('isolation', async () => {
  const stranger = await platform.enrolIn('UTC', 'Stranger');
  for (const path of ['Profiles', 'Statements', 'Statements/Preview.json', 'Statements/2026-10.json']) {
    expect((await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/${path}` }, stranger)).status).toBe(404);
  }
  for (const path of ['/v1/RatePlans', `/v1/BillingRuns/BR${'0'.repeat(32)}`])
    expect((await ask({ method: 'GET', path }, tenant)).status).toBe(404);
  expect((await ask({ method: 'POST', path: '/v1/BillingRuns', json: {} }, tenant)).status).toBe(404);
  for (const name of ['2026-10.json', '2026-10.exe', '2026-13.json', 'x', '2026-10.json.csv']) {
    expect((await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Statements/${name}` }, tenant)).status).toBe(
      404,
    );
  }
});

// Guarantee: the samples of events/ are what the functions take: from a plan's first version to the statement's bytes.
test('sample events', async () => {
  const { handler: schedule } = await import('../../../functions/billing/schedule.ts');
  const { handler: work } = await import('../../../functions/billing/queue.ts');
  const sampled = await platform.enrolIn('UTC', 'Sampled');
  await platform.use(
    usageEvents([{ sid: sampled.sid, zone: 'UTC' }], 5, Date.parse('2026-11-24T13:00:00Z'), seeded(1)),
  );
  const replacing = { [`AC${'c'.repeat(32)}`]: sampled.sid };
  const call = async (name: string, more: Record<string, string> = {}) => {
    const context = { getRemainingTimeInMillis: () => 29_000 } as never;
    const { statusCode, body } = await platform.billingApi(
      sampleEvent(`billing.${name}`, platform.operator, { ...replacing, ...more }),
      context,
    );
    return [statusCode, JSON.parse(body ?? '')];
  };
  expect(await call('add-rate-plan')).toMatchObject([201, { Plan: 'business', Version: 1 }]);
  expect(await call('fetch-rate-plan')).toMatchObject([200, { Plan: 'standard' }]);
  expect(await call('list-rate-plans')).toMatchObject([200, { NextPageUri: null }]);
  expect(await call('add-profile')).toMatchObject([
    201,
    { Profiles: [{}, { MicroService: 'call', Plan: 'business' }] },
  ]);
  expect(await call('list-profiles')).toMatchObject([200, { AccountSid: sampled.sid }]);
  expect(await call('preview-statement')).toMatchObject([200, { Number: null }]);
  platform.turnClock('2026-12-01T00:15:00Z');
  const [status, run] = await call('start-run');
  expect([status, run]).toMatchObject([202, { Accounts: 1, Chunks: 1 }]);
  const message = sampleEvent<SQSEvent>('billingQueue.chunk', platform.operator, { [`BR${'d'.repeat(32)}`]: run.Sid });
  expect(await work(message, { getRemainingTimeInMillis: () => 900_000 })).toEqual({ batchItemFailures: [] });
  expect(await call('fetch-run', { [`BR${'d'.repeat(32)}`]: run.Sid })).toMatchObject([
    200,
    { Status: 'completed', Problem: null },
  ]);
  expect(await call('list-statements')).toMatchObject([200, { Statements: [{ Period: '2026-11' }] }]);
  expect(await call('fetch-statement')).toMatchObject([200, { Number: `${sampled.sid}-2026-11-1` }]);
  const hour = sampleEvent<ScheduledEvent>('billingSchedule.hour', platform.operator);
  expect(hour['detail-type']).toBe('Scheduled Event');
  await schedule();
  await platform.workQueue();
  expect(
    (await ask({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Statements` }, tenant)).body['Statements'],
  ).toHaveLength(1);
});
