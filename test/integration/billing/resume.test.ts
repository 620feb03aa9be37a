import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';
import { type Item, inKeyOrder, Killed, killAt, restoreItems } from './killing.ts';

const forms = ['json', 'csv', 'html'] as const;

let platform: BillingPlatform;
let bill: (accountSid: string, now: number) => Promise<unknown>;
let s3: import('@aws-sdk/client-s3').S3Client;

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-28T12:00:00Z');
  ({ billAccount: bill } = await import('../../../functions/billing/bill-account.ts'));
  ({ s3 } = await import('../../../lib/store/bucket.ts'));
});
afterAll(() => platform.close());

async function restore(account: Credentials, snapshot: readonly Item[]): Promise<void> {
  await restoreItems(platform, snapshot);
  for (const form of forms) {
    await s3.send(
      new DeleteObjectCommand({ Bucket: process.env['STATEMENTS_BUCKET'], Key: `${account.sid}/2026-11-1.${form}` }),
    );
  }
}

async function hold(owner: { readonly sid: string; readonly zone: string }, meter: string, since: number) {
  const { putHeldChange } = await import('../../../lib/metering/held.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  await commit([putHeldChange(owner, { meter, units: 1n, since }, since)]);
}

const bytesOf = (account: Credentials) =>
  Promise.all(forms.map((form) => platform.readStatementBytes(`${account.sid}/2026-11-1`, form)));

// Guarantee: a run killed before or after any of its writes, and started again, ends with the very bytes and items of the
// run that nothing disturbed (billing.md, rule 11).
test('killed at every write and resumed', async () => {
  const account = await platform.enrolIn('Europe/Berlin', 'Resumed GmbH');
  const owner = { sid: account.sid, zone: 'Europe/Berlin' };
  const days = ['2026-11-28T20:00:00Z', '2026-11-29T20:00:00Z', '2026-11-30T20:00:00Z'];
  const events = days.flatMap((day, index) =>
    usageEvents([owner], 8, Date.parse(day), seeded(index)).map((event) => ({ ...event, id: `${event.id}${index}` })),
  );
  await platform.use(events, (index) => index % 4 !== 0);
  for (const meter of ['recordingstorage', 'phonenumbers']) await hold(owner, meter, Date.parse(days[0] ?? ''));
  const snapshot = await platform.items();
  const at = Date.parse('2026-12-01T00:00:00Z');

  const undisturbed = await killAt(0, 'before');
  await bill(account.sid, at);
  undisturbed.remove();
  const bytes = await bytesOf(account);
  const items = inKeyOrder(await platform.items());

  const count = undisturbed.seen();
  for (let nth = 1; nth <= count; nth += 1) {
    for (const moment of ['before', 'after'] as const) {
      await restore(account, snapshot);
      const killing = await killAt(nth, moment);
      await expect(bill(account.sid, at)).rejects.toBeInstanceOf(Killed);
      killing.remove();
      await bill(account.sid, at);
      expect(await bytesOf(account)).toEqual(bytes);
      expect(inKeyOrder(await platform.items())).toEqual(items);
    }
  }
  console.log(`run killed before and after each of its ${count} writes and resumed: ${2 * count} times the same bytes`);
  // Three days of usage that the stream missed, of two held meters and their lines, three seals, three objects, the statement.
  expect(count).toBeGreaterThanOrEqual(18);
});
