import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';
import { injectFaults } from '../../reliability/storm/faults.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

const zone = 'Europe/Berlin';
const gigabyte = 1_000_000_000n;

let platform: BillingPlatform;
let bill: (accountSid: string, now: number) => Promise<unknown>;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-27T23:00:00Z'); // midnight of the 28th in Berlin
  ({ billAccount: bill } = await import('../../../functions/billing/bill-account.ts'));
});
afterAll(() => platform.close());

/** Something is held since an instant, or no more, and is stored then or later. */
async function hold({ sid }: Credentials, meter: string, units: bigint, since: string, stored = since) {
  const { putHeldChange } = await import('../../../lib/metering/held.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const change = putHeldChange({ sid, zone }, { meter, units, since: Date.parse(since) }, Date.parse(stored));
  return commit([change]);
}

const usesOf = async ({ sid }: Credentials) =>
  (await platform.items())
    .filter(({ PK }) => String(PK).startsWith(`USE#${sid}`))
    .map(({ SK, quantity }) => `${SK}: ${quantity}`)
    .sort();
const linesOf = async ({ sid }: Credentials) =>
  (await platform.items()).filter(({ PK }) => String(PK).startsWith(`LED#${sid}`));

// Guarantee: what an account holds is metered once a day before its seal, priced, and on the statement; runs that come twice add nothing.
test('storage and numbers from the first day to the statement', async () => {
  const account = await platform.enrolIn(zone, 'Holding GmbH');
  await hold(account, 'recordingstorage', gigabyte, '2026-11-28T11:00:00Z'); // noon
  await hold(account, 'phonenumbers', 1n, '2026-11-28T12:00:00Z');
  await hold(account, 'phonenumbers', 1n, '2026-11-28T13:00:00Z');
  await hold(account, 'phonenumbers', -1n, '2026-11-28T14:00:00Z');
  await hold(account, 'recordingstorage', -gigabyte, '2026-11-30T11:00:00Z');
  await hold(account, 'phonenumbers', -1n, '2026-11-30T11:00:00Z');

  const over = Date.parse('2026-12-01T00:00:00Z');
  await Promise.all([bill(account.sid, over), bill(account.sid, over)]);
  await bill(account.sid, over);

  expect(await usesOf(account)).toEqual([
    `phonenumbers#${account.sid}#20261128: 2`,
    `phonenumbers#${account.sid}#20261129: 1`,
    `phonenumbers#${account.sid}#20261130: 1`,
    `recordingstorage#${account.sid}#20261128: ${43_200n * gigabyte}`,
    `recordingstorage#${account.sid}#20261129: ${86_400n * gigabyte}`,
    `recordingstorage#${account.sid}#20261130: ${43_200n * gigabyte}`,
  ]);
  // 0.10 for a gigabyte of 30 days: half a day, a day and half a day; four number-days at 0.0385.
  const amounts = (await linesOf(account)).map(({ meter, day, amount }) => `${meter} ${day} ${amount}`).sort();
  expect(amounts).toEqual([
    'phonenumbers 20261128 77000000',
    'phonenumbers 20261129 38500000',
    'phonenumbers 20261130 38500000',
    'recordingstorage 20261128 1666667',
    'recordingstorage 20261129 3333333',
    'recordingstorage 20261130 1666667',
  ]);
  const statement = JSON.parse(await platform.readStatementBytes(`${account.sid}/2026-11-1`, 'json'));
  expect(statement).toMatchObject({ Total: '0.160666667', UnratedLines: 0 });
});

// Guarantee: every held meter has a price in every standard plan, or it would be billed by nobody.
test('the standard plans price them', async () => {
  const { heldMeters } = await import('../../../functions/registry.ts');
  expect(heldMeters.map(({ name }) => name).sort()).toEqual(['phonenumbers', 'recordingstorage']);
  for (const plan of standardPlans()) {
    expect(plan.lines.map(({ meter }) => meter)).toEqual(expect.arrayContaining(heldMeters.map(({ name }) => name)));
  }
});

// Guarantee: a change that comes when its day is closed is told so and stands in the next, counted from its own instant: nothing is lost.
test('a change after its day was closed', async () => {
  const account = await platform.enrolIn(zone, 'Late GmbH');
  await hold(account, 'recordingstorage', 1n, '2026-11-28T22:59:50Z'); // ten seconds before midnight
  await bill(account.sid, Date.parse('2026-11-29T00:00:00Z'));
  const late = ['2026-11-28T22:59:40Z', '2026-11-28T22:59:58Z'] as const;
  expect(await hold(account, 'recordingstorage', 1n, ...late)).toBe('lost');
  expect(await hold(account, 'recordingstorage', 1n, late[0], '2026-11-29T00:20:00Z')).toBe('committed');
  await bill(account.sid, Date.parse('2026-11-30T00:00:00Z'));

  expect(await usesOf(account)).toEqual([
    `recordingstorage#${account.sid}#20261128: 10`,
    `recordingstorage#${account.sid}#20261129: ${2 * 86_400 + 20}`,
  ]);
});

// Guarantee: changes at one instant, with the table's conflicts and timeouts, while the day is closed: each counts once, on one of two days.
test('many at once, and the day is closed meanwhile', async () => {
  const { dynamo } = await import('../../../lib/store/table.ts');
  const { untilCommitted } = await import('../../../lib/store/until-committed.ts');
  const account = await platform.enrolIn(zone, 'Hot GmbH');
  const seed = Number(process.env['STORM_SEED'] ?? 5);
  const faults = injectFaults(dynamo, seeded(seed));
  const began = performance.now();
  const changes = 200;
  let moved = 0;
  let timedOut = 0;
  const keep = async (index: number) => {
    let stored = '2026-11-28T22:50:00Z';
    try {
      await untilCommitted(account.sid, async () => {
        const outcome = await hold(account, 'recordingstorage', BigInt(index), '2026-11-28T22:00:00Z', stored);
        if (outcome === 'lost') {
          stored = '2026-11-28T23:20:00Z'; // Whoever comes again reads the clock again.
          moved += 1;
        }
        return outcome;
      });
    } catch (error) {
      // It was committed, and nobody said so: in a use case the resource's revision tells whoever comes again.
      if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      timedOut += 1;
    }
  };
  const closing = async () => {
    for (;;) {
      try {
        return await bill(account.sid, Date.parse('2026-11-29T00:00:00Z'));
      } catch (error) {
        if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
      }
    }
  };
  const atOnce = Array.from({ length: changes / 2 }, (_, index) => keep(index + 1));
  const oneByOne = async () => {
    for (let index = changes / 2 + 1; index <= changes; index += 1) await keep(index);
  };
  await Promise.all([...atOnce, closing(), oneByOne()]);
  faults.remove();
  const seconds = (performance.now() - began) / 1_000;
  await bill(account.sid, Date.parse('2026-11-30T00:00:00Z'));

  const bytes = BigInt((changes * (changes + 1)) / 2);
  const uses = (await platform.items()).filter(({ PK }) => String(PK).startsWith(`USE#${account.sid}`));
  const total = uses.reduce((sum, { quantity }) => sum + BigInt(quantity as number), 0n);
  expect(total).toBe(bytes * BigInt(25 * 3_600)); // from 23:00 on the 28th to the end of the 29th
  expect(uses).toHaveLength(2);
  expect(moved).toBeGreaterThan(0);
  process.stdout.write(
    `${changes} changes of one account at once: ${Math.round(changes / seconds)} a second, ${moved} found the day closed, ` +
      `${timedOut} were committed without an answer, faults ${JSON.stringify(faults.counts)}, seed ${seed}: difference 0\n`,
  );
});

// Guarantee: the account sees both in its Usage Records.
test('usage records', async () => {
  const account = await platform.enrolIn(zone, 'Reading GmbH');
  await hold(account, 'phonenumbers', 1n, '2026-11-28T12:00:00Z');
  await bill(account.sid, Date.parse('2026-11-29T00:00:00Z'));
  platform.turnClock('2026-11-30T00:00:00Z');
  const { handler } = await import('../../../functions/usage/http.ts');
  const path = `/2010-04-01/Accounts/${account.sid}/Usage/Records.json?Category=phonenumbers`;
  const { body } = await send(handler as never, { method: 'GET', path, as: account });
  expect(body['usage_records']).toMatchObject([{ count: '1', usage: '1', usage_unit: 'number-days', price: 0.0385 }]);
});
