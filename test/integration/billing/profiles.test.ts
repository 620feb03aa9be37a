import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { streamEvent } from '../usage/stream.ts';
import { startVoice, type Voice } from '../voice.ts';

let voice: Voice;
let billing: Handler;
beforeAll(async () => {
  voice = await startVoice();
  billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
  await addPlan('plan-a', [
    {
      Meter: 'calls-outbound',
      Per: 60,
      Increment: { First: 60, Next: 60 },
      Price: { Model: 'deck', Rates: [{ Prefix: '1', Price: '0.03', Connect: '0.005' }] },
    },
  ]);
  await addPlan('plan-b', [{ Meter: 'recordings', Per: 60, Price: { Model: 'per-unit', Price: '0.006' } }]);
  await addPlan('plan-c', [
    { Meter: 'calls-outbound', Price: { Model: 'per-unit', Price: '0.0007' } },
    { Meter: 'recordings', Price: { Model: 'per-unit', Price: '0.00009' } },
  ]);
});
afterAll(() => voice?.close());

const post = (path: string, json: object) => send(billing, { method: 'POST', path, as: voice.platform.operator, json });
const addPlan = async (Plan: string, Lines: object[]) =>
  expect(
    (await post('/v1/RatePlans', { Plan, Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z', Lines })).status,
  ).toBe(201);
const profilesOf = ({ sid }: Credentials) => `/v1/Accounts/${sid}/Profiles`;
const addProfile = (account: Credentials, json: object) => post(profilesOf(account), json);
const previewOf = async (account: Credentials) =>
  (await send(billing, { method: 'GET', path: `/v1/Accounts/${account.sid}/Statements/Preview`, as: account })).body;

/** A recorded call to its end, its usage rated; the seconds of each meter. */
async function recordedCall(account: Credentials, from: string): Promise<Record<string, bigint>> {
  const form = { To: '+15550199001', From: from, Record: 'true', Twiml: '<Response><Pause length="20"/></Response>' };
  expect((await voice.post(voice.calls, account, 'Calls.json', form)).status).toBe(201);
  await voice.clock.advanceBy('3m');
  const { usageEventsOfDay } = await import('../../../lib/metering/usage-event.ts');
  const { handler } = await import('../../../functions/usage/stream.ts');
  const events = await usageEventsOfDay(account.sid, '20261124');
  const rate = handler as (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
  expect(await rate(streamEvent(events))).toEqual({ batchItemFailures: [] });
  return Object.fromEntries(events.map(({ meter, quantity }) => [meter, BigInt(quantity)]));
}

const groupsOf = (statement: Record<string, unknown>) =>
  (statement['Groups'] as Record<string, unknown>[]).map(({ Meter, UnitPrice, Amount }) => [Meter, UnitPrice, Amount]);

// Guarantee: of one recorded call the legs are priced by the call's profile and the recording by its own; another account's same call by a third
// (accounts.md, "Billing profiles"). Exact to the nano-unit.
test('one recorded call, two profiles; another account, a third', async () => {
  const first = await voice.tenantWith('+15550100001', '/voice');
  const second = await voice.tenantWith('+15550100002', '/voice');
  await addProfile(first, { MicroService: 'call', Plan: 'plan-a' });
  await addProfile(first, { MicroService: 'recording', Plan: 'plan-b' });
  await addProfile(second, { Plan: 'plan-c' });

  expect(await recordedCall(first, '+15550100001')).toEqual({ 'calls-outbound': 20n, recordings: 20n });
  expect(await recordedCall(second, '+15550100002')).toEqual({ 'calls-outbound': 20n, recordings: 20n });

  // 0.005 + 60 s at 0.03 a minute; 20 s at 0.006 a minute.
  const one = await previewOf(first);
  expect(groupsOf(one)).toEqual([
    ['calls-outbound', '0.03', '0.035'],
    ['recordings', '0.006', '0.002'],
  ]);
  expect(one['Total']).toBe('0.037');
  // 20 s at 0.0007, 20 s at 0.00009.
  const other = await previewOf(second);
  expect(groupsOf(other)).toEqual([
    ['calls-outbound', '0.0007', '0.014'],
    ['recordings', '0.00009', '0.0018'],
  ]);
  expect(other['Total']).toBe('0.0158');
});

// Guarantee: a single price is overridden without a new plan, from its instant on; the ledger line names the profile, and the statement shows what was agreed.
test('an override of one price', async () => {
  const account = await voice.tenantWith('+15550100003', '/voice');
  await addProfile(account, { MicroService: 'call', Plan: 'plan-a' });
  await addProfile(account, { MicroService: 'recording', Plan: 'plan-b' });
  const Overrides = [{ Meter: 'calls-outbound', Prefix: '1555', Price: '0.012' }];
  const later = new Date(voice.clock.now() + 60_000).toISOString();
  expect(
    await addProfile(account, { MicroService: 'call', Plan: 'plan-a', ValidFrom: later, Overrides }),
  ).toMatchObject({
    status: 201,
    body: { Profiles: expect.arrayContaining([expect.objectContaining({ Overrides, ValidFrom: later })]) },
  });

  await recordedCall(account, '+15550100003');
  expect(groupsOf(await previewOf(account))[0]).toEqual(['calls-outbound', '0.03', '0.035']);
  await recordedCall(account, '+15550100003');

  const preview = await previewOf(account);
  expect(groupsOf(preview).slice(0, 2)).toEqual([
    ['calls-outbound', '0.03', '0.035'],
    ['calls-outbound', '0.012', '0.017'],
  ]);
  expect(preview['Plans']).toContainEqual(
    expect.objectContaining({ MicroService: 'call', Plan: 'plan-a', Version: 1, StartsAt: later, Overrides }),
  );
  const lines = (await voice.itemsOf(`LED#${account.sid}`)).filter(({ meter }) => meter === 'calls-outbound');
  expect(lines.map(({ plan, version, profile }) => [plan, version, profile]).sort()).toEqual(
    [
      ['plan-a', 1, undefined],
      ['plan-a', 1, `call from ${later}`],
    ].sort(),
  );
});

// Guarantee: an override that could never count is refused with its place, and nothing is stored.
test.each([
  [{ Meter: 'faxes', Price: '1' }, 'Overrides.0: plan-a has no line for faxes'],
  [{ Meter: 'calls-outbound', Price: '1' }, 'takes a Prefix'],
  [{ Meter: 'calls-outbound', Prefix: '+49', Price: '1' }, 'Overrides.0.Prefix'],
  [{ Meter: 'calls-outbound', Prefix: '49', Price: '-1' }, 'Overrides.0.Price'],
  [{ Meter: 'calls-outbound', Prefix: '49', Price: 0.01 }, 'Overrides.0.Price'],
  [{ Meter: 'calls-outbound', Prefix: '49', Price: '1', Discount: '2' }, 'Discount'],
])('refused: %j', async (override, message) => {
  const account = await voice.platform.enrol();
  const before = await voice.platform.items();
  expect(await addProfile(account, { Plan: 'plan-a', Overrides: [override] })).toMatchObject({
    status: 400,
    body: { code: 20001, message: expect.stringContaining(message) },
  });
  expect(await voice.platform.items()).toEqual(before);
});
