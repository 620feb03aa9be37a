import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Credentials } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

type Item = Record<string, unknown>;
const forms = ['json', 'csv', 'html'] as const;

let platform: BillingPlatform;
let bill: (accountSid: string, now: number) => Promise<unknown>;
let dynamo: import('@aws-sdk/client-dynamodb').DynamoDBClient;
let s3: import('@aws-sdk/client-s3').S3Client;
let documents: import('@aws-sdk/lib-dynamodb').DynamoDBDocumentClient;

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-28T12:00:00Z');
  ({ billAccount: bill } = await import('../../../functions/billing/bill-account.ts'));
  ({ s3 } = await import('../../../functions/billing/statement-bytes.ts'));
  ({ dynamo, documents } = await import('../../../lib/store/table.ts'));
});
afterAll(() => platform.close());

class Killed extends Error {}

const writes = new Set(['TransactWriteItemsCommand', 'PutObjectCommand']);

/** Lets the `nth` write through and dies at once, or just before it. Answers how many writes were seen. */
function killAt(nth: number, moment: 'before' | 'after'): { readonly seen: () => number; readonly remove: () => void } {
  let seen = 0;
  const killing = (next: (args: never) => Promise<never>, context: { commandName?: string }) => async (args: never) => {
    if (!writes.has(context.commandName ?? '')) return next(args);
    seen += 1;
    if (seen === nth && moment === 'before') throw new Killed();
    const result = await next(args);
    if (seen === nth) throw new Killed();
    return result;
  };
  const options = { step: 'initialize', name: 'kill', override: true } as const;
  dynamo.middlewareStack.add(killing as never, options);
  s3.middlewareStack.add(killing as never, options);
  const remove = () => {
    dynamo.middlewareStack.remove('kill');
    s3.middlewareStack.remove('kill');
  };
  return { seen: () => seen, remove };
}

async function restore(account: Credentials, snapshot: readonly Item[]): Promise<void> {
  const TableName = process.env['TABLE_NAME'] ?? '';
  const keyOf = ({ PK, SK }: Item) => ({ PK, SK });
  const kept = new Set(snapshot.map(({ PK, SK }) => `${PK} ${SK}`));
  const gone = (await platform.items()).filter(({ PK, SK }) => !kept.has(`${PK} ${SK}`));
  const requests = [
    ...gone.map((item) => ({ DeleteRequest: { Key: keyOf(item) } })),
    ...snapshot.map((Item) => ({ PutRequest: { Item } })),
  ];
  for (let first = 0; first < requests.length; first += 25) {
    await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests.slice(first, first + 25) } }));
  }
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

const inKeyOrder = (items: readonly Item[]) =>
  [...items].sort((left, right) => (`${left['PK']} ${left['SK']}` < `${right['PK']} ${right['SK']}` ? -1 : 1));

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

  const undisturbed = killAt(0, 'before');
  await bill(account.sid, at);
  undisturbed.remove();
  const bytes = await bytesOf(account);
  const items = inKeyOrder(await platform.items());

  const count = undisturbed.seen();
  for (let nth = 1; nth <= count; nth += 1) {
    for (const moment of ['before', 'after'] as const) {
      await restore(account, snapshot);
      const killing = killAt(nth, moment);
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
