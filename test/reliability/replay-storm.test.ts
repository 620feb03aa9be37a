import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { enginesHere } from '../../lib/local/table-engine.ts';
import { formatAmount } from '../../lib/money/currency.ts';
import { nano } from '../../lib/money/nano.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { type BillingPlatform, startBillingPlatform } from '../integration/billing/billing-platform.ts';
import { send } from '../integration/gateway.ts';
import { seeded, usageEvents } from '../integration/usage/stream.ts';
import { injectFaults } from './storm/faults.ts';
import { progress } from './storm/progress.ts';
import { reference, type Sums } from './storm/reference.ts';
import { rage } from './storm/storm.ts';
import { usageConsumer } from './storm/usage-consumer.ts';

/** `npm run storm` asks for the full size. */
const size = Number(process.env['STORM'] ?? 5_000);
const seeds = (process.env['STORM_SEEDS'] ?? '20261124').split(',').map(Number);
const engine = process.env['TABLE_ENGINE'] ?? enginesHere()[0];
const accountsCount = 4;
const writesAtOnce = 100;
const beganAt = Date.parse('2026-11-28T12:00:00Z');

let platform: BillingPlatform;
let usage: typeof import('../../functions/usage/stream.ts');
let ledger: typeof import('../../lib/metering/ledger-line.ts');
let rollups: typeof import('../../lib/metering/rollup.ts');
let events: typeof import('../../lib/metering/usage-event.ts');
let store: typeof import('../../lib/store/commit.ts');
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;

beforeAll(async () => {
  platform = await startBillingPlatform(new Date(beganAt).toISOString());
  usage = await import('../../functions/usage/stream.ts');
  ledger = await import('../../lib/metering/ledger-line.ts');
  rollups = await import('../../lib/metering/rollup.ts');
  events = await import('../../lib/metering/usage-event.ts');
  store = await import('../../lib/store/commit.ts');
  ({ dynamo } = await import('../../lib/store/table.ts'));
});
afterAll(() => platform?.close());

const sumsOf = (lines: readonly LedgerLine[]): Sums => ({
  lines: lines.length,
  unrated: lines.filter(({ unrated }) => unrated !== undefined).length,
  amount: lines.reduce((sum, { amount }) => sum + amount, 0n),
});

async function rolledUp(sids: readonly string[], calendar: 'local' | 'gmt'): Promise<Omit<Sums, 'unrated'>> {
  const found = await Promise.all(sids.map((sid) => rollups.rollupsOf(sid, calendar, '20000101', '29991231')));
  return found
    .flat()
    .reduce((sum, { lines, amount }) => ({ lines: sum.lines + Number(lines), amount: sum.amount + amount }), {
      lines: 0,
      amount: 0n,
    });
}

// Guarantee: however often, in whatever order and batches usage is delivered, whatever the table does in between and
// wherever the consumer dies, each event is billed exactly once: ledger = rollups = statements = reference, to the
// nano-unit (billing.md, Proof).
test.each(seeds)(
  'replay storm, seed %d',
  async (seed) => {
    const random = seeded(seed);
    platform.turnClock(new Date(beganAt).toISOString());
    const accounts = [];
    for (let count = 0; count < accountsCount; count += 1)
      accounts.push(await platform.enrolIn('UTC', `Tenant ${count}`));
    const owners = accounts.map(({ sid }) => ({ sid, zone: 'UTC' }));
    const used = usageEvents(owners, size, beganAt, random);
    for (let first = 0; first < used.length; first += writesAtOnce) {
      await store.commit(used.slice(first, first + writesAtOnce).map((event) => events.putUsageEvent(event)));
    }
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
      report: progress(`${engine}, seed ${seed}`),
    });
    faults.remove();

    const expected = reference(used);
    const days = [...new Set(used.map(({ day }) => day))];
    const lines = (
      await Promise.all(owners.flatMap(({ sid }) => days.map((day) => ledger.linesOfDay(sid, day))))
    ).flat();
    const found = sumsOf(lines);
    const sids = owners.map(({ sid }) => sid);
    const [local, gmt] = [await rolledUp(sids, 'local'), await rolledUp(sids, 'gmt')];
    platform.turnClock('2026-12-01T02:00:00Z');
    await platform.run();
    const statements = await Promise.all(
      accounts.map((as) =>
        send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${as.sid}/Statements/2026-11.json`, as }),
      ),
    );
    const totals = statements.map(({ body }) => String(body['Total']));
    const expectedTotals = sids.map((sid) =>
      formatAmount(nano(reference(used.filter(({ accountSid }) => accountSid === sid)).amount), 'USD'),
    );
    console.log(
      `replay storm on ${engine}, seed ${seed}: ${used.length} events, ${JSON.stringify({ ...storm, ...faults.counts })}: ` +
        `difference from the reference: ledger ${found.amount - expected.amount}, rollups ${local.amount - expected.amount} and ${gmt.amount - expected.amount} nano-units; ` +
        `statements ${totals.join(', ')} as expected: ${totals.join() === expectedTotals.join()}`,
    );
    expect(found).toEqual(expected);
    const { unrated, ...sums } = expected;
    expect([local, gmt]).toEqual([sums, sums]);
    expect(totals).toEqual(expectedTotals);
    expect(
      statements.map(({ body }) => body['UnratedLines']).reduce((sum: number, count) => sum + Number(count), 0),
    ).toBe(unrated);
    expect(Object.values(faults.counts).every((count) => count > 10)).toBe(true);
  },
  4 * 60 * 60_000,
);
