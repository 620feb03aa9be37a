import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { formatNano } from '../../lib/money/nano.ts';
import { dayBounds } from '../../lib/period/day.ts';
import { daysOf, period } from '../../lib/period/period.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { PlanSchema } from '../../lib/rating/plan.ts';
import { ratingPlan } from '../../lib/rating/rating-plan.ts';
import { sha256 } from '../../lib/statement/canonical.ts';
import { makeStatement } from '../../lib/statement/make-statement.ts';
import { sealDay } from '../../lib/statement/seal-day.ts';
import { renderJson } from '../../lib/statement/statement-document.ts';
import { send } from '../integration/gateway.ts';
import { type Platform, startPlatform } from '../integration/platform.ts';
import { seeded, usageEvents } from '../integration/usage/stream.ts';
import { monthOf } from '../unit/statement/month.ts';
import { MemoryTable } from './storm/memory-table.ts';
import { shuffled } from './storm/storm.ts';

const seed = 20261126;
const sizes = [1, 7, 100, 10_000];
const count = 250;
const zone = 'UTC';
/** Uses end on two days. */
const until = dayBounds('20261115', zone).startsAt + 30 * 60_000;

const tiers = [{ upTo: 100, price: '0.05' }, { upTo: 1_000, price: '0.04' }, { price: '0.03' }];
const document = {
  ...{ plan: 'every-model', currency: 'USD' as const, effectiveFrom: '2020-01-01T00:00:00Z', commitment: '100000' },
  discounts: [{ meter: 'sms-outbound', percent: '7' }, { percent: '3.3' }],
  lines: [
    {
      ...{ meter: 'calls-outbound', per: 60, increment: { first: 60, next: 60 } },
      price: {
        model: 'deck' as const,
        rates: [
          { prefix: '49', price: '0.02' },
          { prefix: '1', price: '0.01' },
        ],
      },
      allowance: { units: 100, mode: 'reduce-then-tier' as const },
    },
    {
      ...{ meter: 'calls-inbound', per: 60 },
      price: { model: 'volume' as const, tiers },
      allowance: { units: 100, mode: 'occupy-tiers' as const },
    },
    { meter: 'sms-outbound', price: { model: 'graduated' as const, tiers } },
    { meter: 'sms-inbound', price: { model: 'package' as const, size: 1_000, price: '9' } },
  ],
};

const directory = mkdtempSync(join(tmpdir(), 'tallyline-batches-'));
const clockFile = join(directory, 'clock');
let platform: Platform;
let rate: typeof import('../../lib/metering/rate-usage.ts').rateUsage;
let ledger: typeof import('../../lib/metering/ledger-line.ts');
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;
beforeAll(async () => {
  writeFileSync(clockFile, `stopped ${until}`);
  platform = await startPlatform({ CLOCK_FILE: clockFile });
  ({ rateUsage: rate } = await import('../../lib/metering/rate-usage.ts'));
  ledger = await import('../../lib/metering/ledger-line.ts');
  ({ dynamo } = await import('../../lib/store/table.ts'));
  const { putRatePlan } = await import('../../lib/metering/rate-plan.ts');
  const { commit } = await import('../../lib/store/commit.ts');
  await commit([putRatePlan(document, 1, { by: platform.operator.sid, at: 0 })]);
});
afterAll(async () => {
  await platform?.close();
  rmSync(directory, { recursive: true });
});

/** The month's statement over these lines. */
function statementOf(sid: string, lines: readonly LedgerLine[]) {
  const { account, ...month } = monthOf(0);
  const span = period(month.period, zone);
  const sealed = daysOf(month.period).map((day) =>
    sealDay(
      day,
      lines.filter((line) => line.day === day),
      '2026a',
    ),
  );
  return makeStatement({
    ...month,
    account: { ...account, sid, zone },
    plansInForce: [{ microService: '*', plan: ratingPlan(PlanSchema.parse(document), 1), ...span }],
    lines,
    seals: sealed,
  });
}

// Guarantee: a statement has the same hash for every order and every batch size in which its usage was delivered, repeated or not,
// with tiers, volume, packages, allowances and a commitment (billing.md, rules 4, 5 and 9).
test('one hash for every order and batch size', async () => {
  const json = { FriendlyName: 'Batches', TimeZone: zone, Plan: document.plan };
  const { body } = await send(platform.accountApi, {
    method: 'POST',
    path: '/v1/Accounts',
    as: platform.operator,
    json,
  });
  const sid = String(body['Sid']);
  const random = seeded(seed);
  const events = usageEvents([{ sid, zone }], count, until, random);
  const hashes: string[] = [];
  for (const size of sizes) {
    const copies = Math.max(2, size / count);
    const deliveries = shuffled(Array.from({ length: copies }, () => events).flat(), random);
    const memory = new MemoryTable(() => until);
    const leave = memory.standIn(dynamo);
    for (let first = 0; first < deliveries.length; first += size)
      await rate(deliveries.slice(first, first + size), until);
    leave();
    const formatter = ledger.LedgerLineEntity.build(EntityFormatter);
    const lines = memory.under('LED#').map((item) => ledger.lineOf(formatter.format(item)));
    const statement = statementOf(sid, lines);
    expect(new Set(statement.adjustments.map(({ kind }) => kind))).toEqual(
      new Set(['allowance', 'graduated', 'volume', 'package', 'discount', 'commitment']),
    );
    hashes.push(sha256(renderJson(statement)));
    console.log(
      `${deliveries.length} deliveries of ${count} uses in batches of ${size}: ${lines.length} lines, ` +
        `total ${formatNano(statement.total)}, ${hashes.at(-1)}`,
    );
    expect(lines).toHaveLength(count);
  }
  expect(new Set(hashes).size).toBe(1);
});
