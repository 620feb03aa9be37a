import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { billingDay } from '../../../lib/period/day.ts';
import type { LedgerLine } from '../../../lib/rating/ledger-line.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { reference, standardPlan } from '../../reliability/storm/reference.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { seeded, streamEvent, streamRecord, usageEvents } from './stream.ts';

let platform: Platform;
let rate: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
let ledger: typeof import('../../../lib/metering/ledger-line.ts');
let rollups: typeof import('../../../lib/metering/rollup.ts');
let seals: typeof import('../../../lib/metering/seal.ts');
let store: typeof import('../../../lib/store/commit.ts');

beforeAll(async () => {
  turnClock(0);
  platform = await startPlatform({ CLOCK_FILE: clockFile });
  ({ handler: rate } = await import('../../../functions/usage/stream.ts'));
  ledger = await import('../../../lib/metering/ledger-line.ts');
  rollups = await import('../../../lib/metering/rollup.ts');
  seals = await import('../../../lib/metering/seal.ts');
  store = await import('../../../lib/store/commit.ts');
});
afterAll(async () => {
  await platform?.close();
  rmSync(directory, { recursive: true });
});

const directory = mkdtempSync(join(tmpdir(), 'tallyline-usage-'));
const clockFile = join(directory, 'clock');
const dayMilliseconds = 86_400_000;
/** Sets the platform's clock ahead of the machine's. */
const turnClock = (days: number): void => writeFileSync(clockFile, `offset ${days * dayMilliseconds}`);

const zone = 'UTC';

async function ledgerOf(accounts: readonly string[], days: readonly string[]): Promise<LedgerLine[]> {
  const found = await Promise.all(accounts.flatMap((sid) => days.map((day) => ledger.linesOfDay(sid, day))));
  return found.flat();
}

const told = (lines: readonly LedgerLine[]) => ({
  lines: lines.length,
  unrated: lines.filter(({ unrated }) => unrated !== undefined).length,
  amount: lines.reduce((sum, { amount }) => sum + amount, 0n),
});

async function rolledUp(accounts: readonly string[], calendar: 'local' | 'gmt') {
  const found = (
    await Promise.all(accounts.map((sid) => rollups.rollupsOf(sid, calendar, '20000101', '29991231')))
  ).flat();
  const sum = (values: readonly bigint[]) => values.reduce((left, right) => left + right, 0n);
  return { lines: Number(sum(found.map(({ lines }) => lines))), amount: sum(found.map(({ amount }) => amount)) };
}

/** What is logged of conflicts from here on, until the second is called. */
async function conflictsCounted(): Promise<[counted: () => unknown[], stop: () => void]> {
  const { log } = await import('../../../lib/http/log.ts');
  const { conflictMessage } = await import('../../../lib/metering/conflicting-line.ts');
  const logged = jest.spyOn(log, 'error');
  const counted = () => logged.mock.calls.filter(([message]) => message === conflictMessage).map(([, more]) => more);
  return [counted, () => logged.mockRestore()];
}

// Guarantee: one event that cannot be read or rated is reported alone; the others of its batch are rated (rule 6).
test('poison does not block', async () => {
  const { sid } = await platform.enrol();
  const at = Date.now();
  const events = usageEvents([{ sid, zone }], 20, at, seeded(1));
  const poison = streamRecord(events[0] as UsageEvent, 99);
  if (poison.dynamodb?.NewImage) poison.dynamodb.NewImage['quantity'] = { S: 'many' };
  const { Records } = streamEvent(events.slice(1));
  Records.splice(7, 0, poison);
  expect(await rate({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '99' }] });
  const days = [...new Set(events.map(({ day }) => day))];
  expect(told(await ledgerOf([sid], days))).toEqual(reference(events.slice(1)));
});

// Guarantee: a use that comes after its day was sealed is billed once, in the open day, and says which day it missed
// (rule 8); delivering again what was there before the seal adds nothing.
test('a straggler goes to the open day, once', async () => {
  const { sid } = await platform.enrol();
  const now = Date.now();
  const longAgo = now - 3 * dayMilliseconds;
  const [early, straggler] = usageEvents([{ sid, zone }], 2, longAgo, seeded(3)).map((event) => ({
    ...event,
    day: billingDay(longAgo, zone),
    partition: `${sid}#${billingDay(longAgo, zone)}#0`,
  }));
  if (early === undefined || straggler === undefined) throw new Error('no events');
  await rate(streamEvent([early]));
  const seal = { day: early.day, lines: 1, unrated: 0, amount: 0n as never, sha256: '0', timeZoneData: '2026a' };
  expect(await store.commit([seals.putSeal(sid, seal)])).toBe('committed');

  const today = billingDay(now, zone);
  for (const daysLater of [0, 0, 1, 2]) {
    turnClock(daysLater);
    expect(await rate(streamEvent([early, straggler]))).toEqual({ batchItemFailures: [] });
  }
  turnClock(0);

  expect((await ledger.linesOfDay(sid, early.day)).map(({ id }) => id)).toEqual([early.id]);
  expect(await ledger.linesOfDay(sid, today)).toMatchObject([{ id: straggler.id, day: today, lateFor: early.day }]);
  expect((await rolledUp([sid], 'local')).lines).toBe(2);
});

// Guarantee: a use whose day is sealed is compared like any other when it comes again, whether it stands there or, late, in the
// day that was open: the first stands, and each coming with other facts is one count of the alarm, with both.
test('the same id with another body, after its day was sealed', async () => {
  const { sid } = await platform.enrol();
  const longAgo = Date.now() - 3 * dayMilliseconds;
  const day = billingDay(longAgo, zone);
  const [early, straggler] = usageEvents([{ sid, zone }], 2, longAgo, seeded(6)).map((event) => ({
    ...event,
    ...{ day, partition: `${sid}#${day}#0`, quantity: 60n, startedAt: event.finalizedAt - 60_000 },
  }));
  if (early === undefined || straggler === undefined) throw new Error('no events');
  await rate(streamEvent([early]));
  const seal = { day, lines: 1, unrated: 0, amount: 0n as never, sha256: '0', timeZoneData: '2026a' };
  expect(await store.commit([seals.putSeal(sid, seal)])).toBe('committed');
  await rate(streamEvent([straggler, straggler]));
  const [counted, stop] = await conflictsCounted();

  for (const [daysLater, changed] of [
    [0, {}],
    [1, { quantity: 61n }],
    [2, { startedAt: longAgo - 3_600_000 }],
  ] as const) {
    turnClock(daysLater);
    for (const event of [early, straggler]) {
      const before = counted().length;
      expect(await rate(streamEvent([{ ...event, ...changed }]))).toEqual({ batchItemFailures: [] });
      const differing = (facts: Partial<UsageEvent>) =>
        Object.fromEntries(Object.keys(changed).map((name) => [name, String(facts[name as keyof UsageEvent])]));
      const expected = { accountSid: sid, day, id: event.id, stands: differing(event), came: differing(changed) };
      expect(counted().slice(before)).toEqual(daysLater === 0 ? [] : [expected]);
    }
  }
  turnClock(0);
  console.log(
    `2 uses of a sealed day, one of them late, each came twice with another body: ${counted().length} conflicts`,
  );
  stop();
  expect(await rolledUp([sid], 'local')).toEqual({
    lines: 2,
    amount: told(await ledgerOf([sid], [day, billingDay(Date.now(), zone)])).amount,
  });
});

// Guarantee: where a use comes again under its id with other facts, in the same batch or later, the first stands in ledger and
// rollups, and each time it comes is one count of the alarm; the same facts again count nothing (billing.md, Proof).
test('the same id with another body', async () => {
  const { sid } = await platform.enrol();
  const [conflicts, stop] = await conflictsCounted();
  const events = usageEvents([{ sid, zone }], 10, Date.now(), seeded(5));
  const [one, two] = events.map((event) => ({ ...event, quantity: 1_000n }));
  if (one === undefined || two === undefined) throw new Error('no events');
  const other = (event: UsageEvent) => ({ ...event, quantity: 1_001n, destination: '+4930999' });
  await rate(streamEvent([one, one]));
  await rate(streamEvent([one]));
  expect(conflicts()).toEqual([]);

  expect(await rate(streamEvent([other(one)]))).toEqual({ batchItemFailures: [] });
  const differing = (event: UsageEvent) => ({
    ...{ accountSid: sid, id: event.id, day: event.day },
    stands: { quantity: '1000', destination: event.destination },
    came: { quantity: '1001', destination: '+4930999' },
  });
  expect(conflicts()).toEqual([differing(one)]);
  await rate(streamEvent([two, other(two), one]));
  expect(conflicts()).toEqual([differing(one), differing(two)]);
  stop();

  const expected = reference([one, two]);
  const found = told(await ledgerOf([sid], [...new Set([one.day, two.day])]));
  console.log(
    `2 uses, each of which came again with another body: conflicts counted: 2, difference ${found.amount - expected.amount} nano-units`,
  );
  expect(found).toEqual(expected);
  const { unrated, ...sums } = expected;
  expect([await rolledUp([sid], 'local'), await rolledUp([sid], 'gmt')]).toEqual([sums, sums]);
});

// Guarantee: `price` is read from the ledger by key; what is not rated (yet) has none.
test('prices by key', async () => {
  const { sid } = await platform.enrol();
  const events = usageEvents([{ sid, zone }], 30, Date.now(), seeded(4));
  await rate(streamEvent(events.slice(1)));
  const references = events.map(({ meter, resourceSid, finalizedAt }) => ({
    accountSid: sid,
    zone,
    meter,
    resourceSid,
    sequence: 0,
    finalizedAt,
  }));
  const expected = events.map((event, index) => {
    const price = listPrice({ ...event, quantity: BigInt(event.quantity) }, standardPlan);
    return index === 0 || price.kind === 'unrated' ? undefined : price.amount;
  });
  expect(await ledger.pricesOf(references)).toEqual(expected);
  expect([ledger.twilioPrice(undefined), ledger.twilioPrice(13_000_000n as never)]).toEqual([null, '-0.01300']);
});
