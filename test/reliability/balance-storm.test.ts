import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type BillingPlatform, startBillingPlatform } from '../integration/billing/billing-platform.ts';
import { send } from '../integration/gateway.ts';
import { seeded, usageEvents } from '../integration/usage/stream.ts';
import { injectFaults } from './storm/faults.ts';
import { reference } from './storm/reference.ts';
import { rage } from './storm/storm.ts';
import { usageConsumer } from './storm/usage-consumer.ts';

const seed = 20261126;
const size = 1_500;
const toppedUp = 1_000n * 1_000_000_000n;
const setAt = '2026-11-28T10:00:00Z';
const beganAt = Date.parse('2026-11-28T12:00:00Z');

let platform: BillingPlatform;
let usage: typeof import('../../functions/usage/stream.ts');
let ledger: typeof import('../../lib/metering/ledger-line.ts');
let balances: typeof import('../../lib/balance/balance.ts');
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;

beforeAll(async () => {
  platform = await startBillingPlatform(setAt);
  usage = await import('../../functions/usage/stream.ts');
  ledger = await import('../../lib/metering/ledger-line.ts');
  balances = await import('../../lib/balance/balance.ts');
  ({ dynamo } = await import('../../lib/store/table.ts'));
});
afterAll(() => platform.close());

const terms = [{ Mode: 'prepaid' }, { Mode: 'capped', Cap: '10' }, { Mode: 'postpaid' }] as const;

async function enrolOn(json: object) {
  const account = await platform.enrolIn('UTC', JSON.stringify(json));
  const path = `/v1/Accounts/${account.sid}/Balance`;
  const set = (to: string, body: object) =>
    send(platform.billingApi, { method: 'POST', path: to, as: platform.operator, json: body });
  expect((await set(path, json)).status).toBe(200);
  expect((await set(`${path}/TopUps`, { Amount: '1000' })).status).toBe(201);
  return account;
}

// Guarantee: under the replay storm's faults, what was topped up, less the ledger, is the balance, to the nano-unit; of a
// capped account what it has spent in the period is the ledger, and a postpaid account's top-ups are not touched.
test('the replay storm lowers each balance by its ledger', async () => {
  platform.turnClock(setAt);
  const accounts = await Promise.all(terms.map(enrolOn));
  platform.turnClock(new Date(beganAt).toISOString());
  const random = seeded(seed);
  const owners = accounts.map(({ sid }) => ({ sid, zone: 'UTC' }));
  const used = usageEvents(owners, size, beganAt, random);
  const faults = injectFaults(dynamo, random);
  let waited = 0;
  const storm = await rage({
    events: used,
    consumer: usageConsumer(usage.handler),
    faults,
    random,
    wait: () => {
      waited += 11 * 60_000;
      platform.turnClock(new Date(beganAt + waited).toISOString());
    },
  });
  faults.remove();

  const days = [...new Set(used.map(({ day }) => day))];
  const spentBy = async (sid: string): Promise<bigint> => {
    const lines = (await Promise.all(days.map((day) => ledger.linesOfDay(sid, day)))).flat();
    return lines.reduce((sum, { amount }) => sum + amount, 0n);
  };
  const purses = owners.flatMap(({ sid: accountSid }) =>
    (['BALANCE', 'BALANCE#2026-11'] as const).map((purse) => ({ accountSid, purse })),
  );
  const [prepaid, , topUpOfCapped, capped, postpaid, none] = await balances.balancesOf(purses);
  const spent = await Promise.all(owners.map(({ sid }) => spentBy(sid)));
  const [byPrepaid = 0n, byCapped = 0n] = spent;
  console.log(
    `balances after a replay storm, seed ${seed}: ${used.length} events, ${JSON.stringify({ ...storm, ...faults.counts })}: ` +
      `top-ups - ledger - balance = ${toppedUp - byPrepaid - (prepaid?.left ?? 0n)} nano-units, capped ${byCapped + (capped?.left ?? 0n)}`,
  );
  expect(spent.reduce((sum, each) => sum + each, 0n)).toBe(reference(used).amount);
  expect(prepaid).toEqual({ left: toppedUp - byPrepaid, held: 0n, toppedUp, spent: byPrepaid });
  expect(capped).toEqual({ left: -byCapped, held: 0n, toppedUp: 0n, spent: byCapped });
  expect([topUpOfCapped, postpaid]).toEqual(Array(2).fill({ left: toppedUp, held: 0n, toppedUp, spent: 0n }));
  expect(none).toEqual({ left: 0n, held: 0n, toppedUp: 0n, spent: 0n });
  expect(Object.values(faults.counts).every((count) => count > 3)).toBe(true);
});
