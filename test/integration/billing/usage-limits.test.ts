import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let made = 0;

const perMinute = { Meter: 'calls-outbound', Per: 60, Price: { Model: 'per-unit', Price: '0.06' } };
const plan = {
  Plan: 'limited',
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [perMinute, { Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: '0.01' } }],
  Tiers: [
    {
      Name: 'bronze',
      Limits: [
        { Meter: 'calls-outbound', Units: 3, AtLimit: 'refuse' },
        { Meter: 'sms-outbound', Units: 100, AtLimit: 'refuse' },
        { Money: '5', AtLimit: 'refuse' },
      ],
    },
    {
      Name: 'silver',
      Limits: [{ Meter: 'calls-outbound', Units: 3, AtLimit: 'overage' }],
      OveragePrices: [{ Meter: 'calls-outbound', Price: '0.10' }],
    },
  ],
};

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-24T12:00:00Z');
  expect(await post('/v1/RatePlans', plan)).toMatchObject({ status: 201 });
}, 60_000);
afterAll(() => platform?.close());

const post = (path: string, json: object) =>
  send(platform.billingApi, { method: 'POST', path, as: platform.operator, json });
const limitsOf = ({ sid }: Credentials, as: Credentials) =>
  send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${sid}/UsageLimits`, as });

/** What an account has called so many seconds for, rated. */
async function talk({ sid }: Credentials, seconds: number): Promise<void> {
  const { usageEvent } = await import('../../../lib/metering/usage-event.ts');
  made += 1;
  const resourceSid = `CA${String(made).padStart(32, '0')}`;
  const instant = Date.parse('2026-11-24T12:04:00Z');
  const use = { microService: 'call', meter: 'calls-outbound', resourceSid, sequence: 0, quantity: BigInt(seconds) };
  const span = { startedAt: instant, finalizedAt: instant, configurationVersion: 0 };
  await platform.use([usageEvent({ sid, zone: 'UTC' }, { ...use, ...span, destination: '+4930123456' })]);
}

/** Keeps back what a call of so many seconds may take, as placing one does. */
async function reserve({ sid }: Credentials, seconds: bigint): Promise<void> {
  const { commit } = await import('../../../lib/store/commit.ts');
  const { reserveUse } = await import('../../../lib/limit/reserve-use.ts');
  const instant = Date.parse('2026-11-24T12:05:00Z');
  const use = {
    microService: 'call',
    meter: 'calls-outbound',
    unit: 'second',
    resourceSid: `CA${'f'.repeat(32)}`,
  } as const;
  const reserved = await reserveUse(
    { sid, zone: 'UTC', currency: 'USD' },
    { ...use, destination: '+4930123456', origin: '+15550100001', unitsMin: 1n, unitsMax: seconds, startedAt: instant },
    instant,
  );
  if (!('writes' in reserved)) throw new Error(JSON.stringify(reserved));
  expect(await commit([...reserved.writes])).toBe('committed');
}

// Guarantee: an account, its parent and the operator read how much of each of its tier's limits is taken, and held for what is going
// on, of units and of money; a limit of a micro-service that pays by another plan is none of the account's.
test('limits that refuse', async () => {
  platform.turnClock('2026-11-24T12:00:00Z');
  const tenant = await platform.enrolIn('UTC', 'Bronze');
  const child = await platform.enrol(tenant, 'Sub-account');
  expect((await limitsOf(child, child)).body).toMatchObject({ UsageLimits: [], Period: '2026-11' });
  const profiles = `/v1/Accounts/${child.sid}/Profiles`;
  await post(profiles, { Plan: 'limited', Tier: 'bronze' });
  await post(profiles, { MicroService: 'sms', Plan: 'standard' });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(child, 61);
  await reserve(child, 90n);
  const bronze = { Plan: 'limited', Version: 1, Tier: 'bronze', AtLimit: 'refuse' };
  const expected = {
    AccountSid: child.sid,
    Period: '2026-11',
    PeriodEnd: '2026-12-01T00:00:00.000Z',
    UsageLimits: [
      {
        ...bronze,
        Meter: 'calls-outbound',
        Description: expect.any(String),
        Unit: 'second',
        Per: 60,
        Allowed: '180',
        Taken: '151',
        Held: '90',
        Left: '29',
      },
      {
        ...bronze,
        Meter: null,
        Description: 'All usage',
        Unit: 'USD',
        Per: 1,
        Allowed: '5.00',
        Taken: '0.151',
        Held: '0.09',
        Left: '4.849',
      },
    ],
  };
  for (const reader of [child, tenant, platform.operator])
    expect(await limitsOf(child, reader)).toEqual({ status: 200, body: expected });
  expect((await limitsOf(tenant, child)).status).toBe(404);
  platform.turnClock('2026-12-01T00:00:00Z');
  expect((await limitsOf(child, child)).body).toMatchObject({
    Period: '2026-12',
    UsageLimits: [
      { Taken: '0', Held: '0', Left: '180' },
      { Taken: '0.00', Held: '0.00', Left: '5.00' },
    ],
  });
});

// Guarantee: what is taken of a limit with overage is told while the period is open, and what is over it is what the statement charges.
test('limits with overage', async () => {
  platform.turnClock('2026-11-24T12:00:00Z');
  const tenant = await platform.enrolIn('UTC', 'Silver');
  await post(`/v1/Accounts/${tenant.sid}/Profiles`, { Plan: 'limited', Tier: 'silver' });
  platform.turnClock('2026-11-24T12:05:00Z');
  await talk(tenant, 100);
  await talk(tenant, 140);
  const { body } = await limitsOf(tenant, tenant);
  expect(body['UsageLimits']).toMatchObject([
    { Tier: 'silver', AtLimit: 'overage', Unit: 'second', Allowed: '180', Taken: '240', Held: '0', Left: '0' },
  ]);
  const path = `/v1/Accounts/${tenant.sid}/Statements/Preview`;
  const preview = await send(platform.billingApi, { method: 'GET', path, as: tenant });
  expect(preview.body['Adjustments']).toMatchObject([
    { Kind: 'over-limit', Units: '60' },
    { Kind: 'overage', Units: '60' },
  ]);
});
