import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nano } from '../../../lib/money/nano.ts';
import { type GatewayRequest, send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

const beganAt = '2026-11-24T12:00:00Z';
let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform(beganAt);
});
afterAll(() => platform.close());

/** Has something written once, just before the transaction that puts a late line. Answers how to stop it. */
async function meanwhile(write: () => Promise<unknown>): Promise<() => void> {
  const { dynamo } = await import('../../../lib/store/table.ts');
  let isDone = false;
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      if (!isDone && inspect(args.input, { depth: 8 }).includes('#LATE#')) {
        isDone = true;
        await write();
      }
      return next(args);
    },
    { step: 'initialize', name: 'meanwhile' },
  );
  return () => {
    expect(isDone).toBe(true);
    dynamo.middlewareStack.remove('meanwhile');
  };
}

// Guarantee: a use that comes after its day's seal is billed and paid from its hold, once, also where that hold moves at the
// very moment.
test('a late line whose hold moves', async () => {
  const { commit } = await import('../../../lib/store/commit.ts');
  const { hold, reHold } = await import('../../../lib/balance/hold.ts');
  const { moveInPurse } = await import('../../../lib/balance/balance.ts');
  const { usageEvent } = await import('../../../lib/metering/usage-event.ts');
  const { sid } = await platform.enrolIn('UTC', 'Late');
  const ask = async (request: Partial<GatewayRequest>, of = '') => {
    const path = `/v1/Accounts/${sid}/Balance${of}`;
    return (await send(platform.billingApi, { method: 'GET', path, as: platform.operator, ...request })).body;
  };
  await ask({ method: 'POST', json: { Mode: 'prepaid' } });
  await ask({ method: 'POST', json: { Amount: '10' } }, '/TopUps');
  platform.turnClock('2026-11-26T01:00:00Z');
  await platform.run();
  const finalizedAt = Date.parse('2026-11-24T13:00:00Z');
  const call = { microService: 'call', meter: 'calls-outbound', resourceSid: `CA${'1'.repeat(32)}`, sequence: 0 };
  const event = usageEvent(
    { sid, zone: 'UTC' },
    {
      ...call,
      ...{ quantity: 6_000n, destination: '+14155550100', startedAt: finalizedAt - 6_000_000, finalizedAt },
      configurationVersion: 0,
    },
  );
  const purse = { accountSid: sid, purse: 'BALANCE', floor: nano(0n) } as const;
  const key = { accountSid: sid, id: event.id };
  await commit(hold(key, purse, nano(2_000_000_000n), 0));
  const stop = await meanwhile(() =>
    commit([
      reHold({ ...key, of: purse, amount: nano(2_000_000_000n) }, purse, nano(500_000_000n), 0),
      moveInPurse(purse, { left: nano(1_500_000_000n), held: nano(-1_500_000_000n), spent: nano(0n) }),
    ]),
  );

  await platform.use([event]);

  stop();
  expect(await ask({})).toMatchObject({ Balance: '8.70', Spent: '1.30', Held: '0.00' });
});
