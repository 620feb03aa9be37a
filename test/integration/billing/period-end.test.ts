import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { usageEvent } from '../../../lib/metering/usage-event.ts';
import { send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-28T12:00:00Z');
});
afterAll(() => platform.close());

/** A price a started minute, from an instant on. */
const version = (EffectiveFrom: string, Price: string) => ({
  ...{ Plan: 'minutes', Currency: 'USD', EffectiveFrom },
  Lines: [
    { Meter: 'calls-outbound', Per: 60, Increment: { First: 60, Next: 60 }, Price: { Model: 'per-unit', Price } },
  ],
});

// Guarantee: a call over the period's end is billed once, in the period in which it ends, at the price that held when it was
// answered, a version of the plan that is over by then (billing.md, rule 8).
test('a call over the end of the month', async () => {
  const as = platform.operator;
  for (const json of [version('2026-01-01T00:00:00Z', '0.01'), version('2026-12-01T00:00:00Z', '0.05')])
    expect((await send(platform.billingApi, { method: 'POST', path: '/v1/RatePlans', as, json })).status).toBe(201);
  const json = { FriendlyName: 'Late talkers', TimeZone: 'UTC', Plan: 'minutes' };
  const { body } = await send(platform.accountApi, { method: 'POST', path: '/v1/Accounts', as, json });
  const sid = String(body['Sid']);
  const call = (name: string, answered: string, ended: string) => {
    const [startedAt, finalizedAt] = [Date.parse(answered), Date.parse(ended)];
    const use = { microService: 'call', meter: 'calls-outbound', sequence: 0, configurationVersion: 0 };
    const quantity = BigInt((finalizedAt - startedAt) / 1000);
    return usageEvent({ sid, zone: 'UTC' }, { ...use, resourceSid: `CA${name}`, quantity, startedAt, finalizedAt });
  };
  const statement = async (period: string) =>
    (await send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${sid}/Statements/${period}.json`, as }))
      .body;

  platform.turnClock('2026-11-30T23:56:00Z');
  await platform.use([call('before', '2026-11-30T23:50:00Z', '2026-11-30T23:55:00Z')]);
  platform.turnClock('2026-12-01T00:05:00Z');
  await platform.use([
    call('across', '2026-11-30T23:59:00Z', '2026-12-01T00:01:00Z'),
    call('after', '2026-12-01T00:02:00Z', '2026-12-01T00:04:00Z'),
  ]);
  platform.turnClock('2026-12-01T02:00:00Z');
  await platform.run();
  platform.turnClock('2027-01-01T02:00:00Z');
  await platform.run();

  const [november, december] = [await statement('2026-11'), await statement('2026-12')];
  expect(november).toMatchObject({ Total: '0.05', Accounts: [{ Lines: 1 }] });
  expect(december).toMatchObject({ Total: '0.12', Accounts: [{ Lines: 2 }] }); // 2 × 0.01 + 2 × 0.05
  expect((december['Plans'] as { Version: number }[]).map(({ Version }) => Version).sort()).toEqual([1, 2]);
});
