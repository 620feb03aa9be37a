import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BillingPlatform, startBillingPlatform } from '../integration/billing/billing-platform.ts';
import { send } from '../integration/gateway.ts';
import { seeded } from '../integration/usage/stream.ts';
import { injectFaults } from './storm/faults.ts';

/** `npm run storm` has billing.md's 10,000. */
const startsMax = Number(process.env['STARTS'] ?? 250);
const seed = 20261201;
const atOnce = 50;
const allowed = 100;
const now = Date.parse('2026-11-24T12:00:00Z');

let platform: BillingPlatform;
let limits: typeof import('../../lib/limit/reserve-use.ts');
let holds: typeof import('../../lib/limit/limit-hold.ts');
let store: typeof import('../../lib/store/commit.ts');
let usage: typeof import('../../lib/metering/usage-event.ts');
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;

beforeAll(async () => {
  platform = await startBillingPlatform(new Date(now).toISOString());
  limits = await import('../../lib/limit/reserve-use.ts');
  holds = await import('../../lib/limit/limit-hold.ts');
  store = await import('../../lib/store/commit.ts');
  usage = await import('../../lib/metering/usage-event.ts');
  ({ dynamo } = await import('../../lib/store/table.ts'));
});
afterAll(() => platform.close());

const operate = async (path: string, json: object) =>
  expect((await send(platform.billingApi, { method: 'POST', path, as: platform.operator, json })).status).toBe(201);

/** An account whose tier allows so many minutes of calls in a period. */
async function enrolOnTier() {
  await operate('/v1/RatePlans', {
    ...{ Plan: 'mobile', Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z' },
    Lines: [
      {
        ...{ Meter: 'calls-outbound', Per: 60, Increment: { First: 60, Next: 60 } },
        Price: { Model: 'per-unit', Price: '0.01' },
      },
    ],
    Tiers: [{ Name: 'bronze', Limits: [{ Meter: 'calls-outbound', Units: allowed, AtLimit: 'refuse' }] }],
  });
  const account = await platform.enrolIn('UTC', 'On a tier');
  await operate(`/v1/Accounts/${account.sid}/Profiles`, { Plan: 'mobile', Tier: 'bronze' });
  return { sid: account.sid, zone: 'UTC', currency: 'USD' };
}

/** How much of the limit is taken, and how much of that is held, in seconds. */
async function limitOf(accountSid: string): Promise<{ taken: number; held: number }> {
  const [item = {}] = (await platform.items()).filter(
    ({ PK, SK }) => PK === `BAL#${accountSid}` && String(SK).startsWith('LIMIT#'),
  );
  return { taken: Number(item['taken']), held: Number(item['held']) };
}

async function holdsOf(accountSid: string, indexes: readonly number[]): Promise<unknown[]> {
  const keys = indexes.map((index) => ({ accountSid, id: usage.usageId('calls-outbound', sidOf(index), 0) }));
  return (await holds.limitHoldsOf(keys)).filter((hold) => hold !== undefined);
}

const sidOf = (index: number) => `CA${String(index).padStart(32, '0')}`;

// Guarantee: 10,000 concurrent starts at a tier's limit admit exactly the allowed number, whatever the table does meanwhile; each is counted
// once, by its hold and then by its ledger line, however often that is rated (accounts.md, "Billing profiles and tiers").
test(`${startsMax} starts at a limit of ${allowed} minutes`, async () => {
  const account = await enrolOnTier();
  const faults = injectFaults(dynamo, seeded(seed));
  const admitted: number[] = [];
  const start = async (index: number): Promise<void> => {
    const use = {
      ...{
        microService: 'call',
        meter: 'calls-outbound',
        unit: 'second' as const,
        destination: '+14155550100',
        startedAt: now,
      },
      ...{ resourceSid: sidOf(index), unitsMin: 60n, unitsMax: 60n },
    };
    for (;;) {
      const reserved = await limits.reserveUse(account, use, now);
      if ('kind' in reserved) return;
      const result = await store.commit(reserved.writes).catch((error: Error) => error.name);
      // Nobody knows whether a transaction that timed out was made; its hold tells.
      if (result === 'committed' || (await holdsOf(account.sid, [index])).length > 0) return void admitted.push(index);
    }
  };
  let next = 0;
  const starter = async () => {
    while (next < startsMax) {
      next += 1;
      await start(next);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, starter));
  faults.remove();
  const full = await limitOf(account.sid);

  const uses = admitted.map((index) =>
    usage.usageEvent(account, {
      ...{ microService: 'call', meter: 'calls-outbound', resourceSid: sidOf(index), sequence: 0 },
      ...{ quantity: BigInt(1 + (index % 60)), startedAt: now, finalizedAt: now, configurationVersion: 0 },
    }),
  );
  await platform.use(uses);
  await platform.use(uses);
  const settled = await limitOf(account.sid);
  console.log(
    `${startsMax} starts, ${atOnce} at once, at a limit of ${allowed} minutes, ${JSON.stringify(faults.counts)}: ` +
      `${admitted.length} admitted, ${full.held / 60} minutes held; settled: ${settled.taken / 60} taken, ${settled.held / 60} held`,
  );
  expect(admitted).toHaveLength(allowed);
  expect(full).toEqual({ taken: allowed * 60, held: allowed * 60 });
  expect(settled).toEqual({ taken: allowed * 60, held: 0 });
  expect(await holdsOf(account.sid, admitted)).toEqual([]);
}, 900_000);
