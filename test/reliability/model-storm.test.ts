import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UsageEvent } from '../../lib/metering/usage-event.ts';
import { type Platform, startPlatform } from '../integration/platform.ts';
import { seeded, usageEvents } from '../integration/usage/stream.ts';
import { injectFaults } from './storm/faults.ts';
import { type Item, MemoryTable } from './storm/memory-table.ts';
import { progress } from './storm/progress.ts';
import { reference } from './storm/reference.ts';
import { type Consumer, rage } from './storm/storm.ts';
import { usageConsumer } from './storm/usage-consumer.ts';

const seed = 20261125;
const size = Number(process.env['MODEL_STORM'] ?? 100_000);
const mutationSize = 5_000;
const directory = mkdtempSync(join(tmpdir(), 'tallyline-storm-'));
const clockFile = join(directory, 'clock');
const beganAt = Date.parse('2026-11-28T12:00:00Z');
let clock = beganAt;
const turnTo = (at: number): void => {
  clock = at;
  writeFileSync(clockFile, `stopped ${at}`);
};

let platform: Platform;
let usage: typeof import('../../functions/usage/stream.ts');
let wrong: typeof import('./storm/wrong-consumers.ts');
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;

beforeAll(async () => {
  turnTo(beganAt);
  platform = await startPlatform({ CLOCK_FILE: clockFile });
  usage = await import('../../functions/usage/stream.ts');
  wrong = await import('./storm/wrong-consumers.ts');
  ({ dynamo } = await import('../../lib/store/table.ts'));
});
afterAll(async () => {
  await platform?.close();
  rmSync(directory, { recursive: true });
});

async function raging(consumer: Consumer, count: number) {
  turnTo(beganAt);
  const random = seeded(seed);
  const owners = [];
  for (let index = 0; index < 4; index += 1) owners.push({ sid: (await platform.enrol()).sid, zone: 'UTC' });
  const used: readonly UsageEvent[] = usageEvents(owners, count, beganAt, random);
  const memory = new MemoryTable(() => clock);
  const faults = injectFaults(dynamo, random);
  const leave = memory.standIn(dynamo);
  const wait = () => turnTo(clock + 11 * 60_000);
  const storm = await rage({ events: used, consumer, faults, random, wait, report: progress('model') });
  faults.remove();
  leave();
  return { memory, expected: reference(used), storm: { ...storm, ...faults.counts } };
}

const sum = (items: readonly Item[], attribute: string): bigint =>
  items.reduce((total, item) => total + BigInt(item[attribute] ?? 0), 0n);
const local = (memory: MemoryTable) => memory.under('ROL#').filter(({ SK }) => String(SK).startsWith('local#'));

// Guarantee: the replay storm on a model of the table, where 100,000 events take minutes and not hours: ledger = rollups = reference
// (billing.md, Proof).
test('many events in the model', async () => {
  const { memory, expected, storm } = await raging(usageConsumer(usage.handler), size);
  const lines = memory.under('LED#');
  const gmt = memory.under('ROL#').filter(({ SK }) => String(SK).startsWith('gmt#'));
  const found = [lines, local(memory), gmt].map((items) => sum(items, 'amount') - expected.amount);
  console.log(
    `replay storm in the model: ${size} events, ${JSON.stringify(storm)}, seed ${seed}: difference of ledger and rollups from the reference: ${found.join(', ')} nano-units`,
  );
  expect(found).toEqual([0n, 0n, 0n]);
  expect(lines).toHaveLength(expected.lines);
  expect(lines.filter(({ unrated }) => unrated !== undefined)).toHaveLength(expected.unrated);
  expect(sum(local(memory), 'lines')).toBe(BigInt(expected.lines));
}, 900_000);

// Guarantee: the storm finds out consumers that are wrong, each that others have built (billing.md, Proof: mutation check).
test('the same storm fails for each wrong consumer', async () => {
  const drifts: Record<string, string> = {};
  for (const [name, consumer] of Object.entries(wrong.wrongConsumers)) {
    const { memory, expected } = await raging(consumer, mutationSize);
    const difference = sum(local(memory), 'amount') - expected.amount;
    drifts[name] = `${difference > 0n ? '+' : ''}${Number((difference * 10_000n) / expected.amount) / 100} %`;
    expect(difference).not.toBe(0n);
  }
  console.log(`mutation check, ${mutationSize} events: ${JSON.stringify(drifts)}`);
});
