import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let account: Credentials;
const seed = Date.now() % 1_000_000;
const random = seeded(seed);

beforeAll(async () => {
  platform = await startBillingPlatform('2026-10-29T12:00:00Z');
  account = await platform.enrolIn('America/Havana', 'Proven');
  for (const [index, day] of ['2026-10-29', '2026-10-31', '2026-11-02', '2026-11-30'].entries()) {
    platform.turnClock(`${day}T18:00:00Z`);
    const until = Date.parse(`${day}T18:00:00Z`);
    const used = usageEvents([{ sid: account.sid, zone: 'America/Havana' }], 12, until, seeded(index));
    const here = used.map((event) => ({ ...event, id: `${event.id}${index}` }));
    await platform.use(here);
  }
  platform.turnClock('2026-12-01T06:00:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
});
afterAll(() => platform.close());

const verify = async () =>
  (await send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${account.sid}/Verify`, as: account })).body;

/** A value with one character, digit or bit changed. */
function altered(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value) + 1n;
  const text = String(value);
  const at = Math.floor(random() * text.length);
  return `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

// Guarantee: what was not changed verifies, with the number of everything that was looked at.
test('an account as it was billed', async () => {
  const body = await verify();
  expect(body).toMatchObject({
    Intact: true,
    Changed: [],
    Periods: ['2026-10', '2026-11', '2026-12'],
    OpenPeriod: '2026-12',
    Statements: 2,
  });
  expect([body['LedgerLines'], body['Seals']]).toEqual([48, 33]);
});

// Guarantee: no request of a tenant reads more ledger lines than it may; what has more is said before any is read.
test('more lines than one request may read', async () => {
  const { verifyAccount } = await import('../../../functions/billing/verify-account.ts');
  const { loadAccount } = await import('../../../lib/access/account-access.ts');
  const stored = await loadAccount(account.sid);
  if (stored === undefined) throw new Error(account.sid);
  expect(await verifyAccount(stored, undefined, 47)).toMatchObject({
    code: 20001,
    message: 'Invalid parameter: Period: 48 ledger lines are more than 47, which is what one request may read',
  });
  expect(await verifyAccount(stored, undefined, 48)).toMatchObject({ lines: 48, changed: [] });
});

// Guarantee: one byte changed in any attribute of any ledger line, seal or statement in the table: verify names exactly that
// item, and nothing else.
test('one byte changed in the table', async () => {
  const { documents } = await import('../../../lib/store/table.ts');
  const put = (Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item }));
  const items = (await platform.items()).filter(({ PK }) => /^(LED|SEA|STA)#/.test(String(PK)));
  let changes = 0;
  for (const kind of ['LED', 'SEA', 'STA']) {
    const own = items.filter(({ PK }) => String(PK).startsWith(kind));
    for (let round = 0; round < 25; round += 1) {
      const item = own[Math.floor(random() * own.length)] ?? {};
      const names = Object.keys(item).filter((name) => name !== 'PK' && name !== 'SK');
      const name = names[Math.floor(random() * names.length)] ?? '';
      await put({ ...item, [name]: altered(item[name]) });
      const { Intact, Changed } = await verify();
      expect({ seed, name, Intact, Changed }).toMatchObject({
        Intact: false,
        Changed: [{ Item: `${item['PK']} / ${item['SK']}` }],
      });
      await put(item);
      changes += 1;
    }
  }
  expect((await verify())['Intact']).toBe(true);
  console.log(`${changes} random bytes changed in ledger lines, seals and statements: each named (seed ${seed})`);
});

// Guarantee: a statement or a seal that was taken away is named, also where nothing that is left speaks of it.
test('taken away', async () => {
  const { documents } = await import('../../../lib/store/table.ts');
  const TableName = process.env['TABLE_NAME'];
  const stored = (await platform.items()).filter(({ PK, SK }) =>
    [`STA#${account.sid} / 2026-11`, `SEA#${account.sid}#2026-11 / 20261130`].includes(`${PK} / ${SK}`),
  );
  expect(stored).toHaveLength(2);
  for (const { PK, SK, ...rest } of stored) {
    await documents.send(new DeleteCommand({ TableName, Key: { PK, SK } }));
    expect(await verify()).toMatchObject({
      Intact: false,
      Changed: [{ Item: `${PK} / ${SK}`, Problem: 'is missing' }],
    });
    await documents.send(new PutCommand({ TableName, Item: { PK, SK, ...rest } }));
  }
  expect((await verify())['Intact']).toBe(true);
});

// Guarantee: one byte changed in any form of a statement in the bucket: verify names exactly that object.
test.each(['json', 'csv', 'html'] as const)('one byte changed in the %s', async (form) => {
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const { readStatementBytes } = await import('../../../functions/billing/statement-bytes.ts');
  const Key = `${account.sid}/2026-11-1.${form}`;
  const bytes = await readStatementBytes(`${account.sid}/2026-11-1`, form);
  const put = (Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: process.env['STATEMENTS_BUCKET'], Key, Body }));
  for (let round = 0; round < 5; round += 1) {
    const at = Math.floor(random() * bytes.length);
    await put(bytes.with(at, (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))));
    expect({ seed, ...(await verify()) }).toMatchObject({ Intact: false, Changed: [{ Kind: 'statement', Item: Key }] });
  }
  await put(bytes);
  expect((await verify())['Intact']).toBe(true);
});
