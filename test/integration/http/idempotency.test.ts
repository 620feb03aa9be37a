import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeClockFile } from '../../../lib/local/clock-file.ts';
import { type Credentials, gatewayEvent } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { dyingAfter } from '../store/fault.ts';

const context = { getRemainingTimeInMillis: () => 29_000 } as never;
const folder = mkdtempSync(join(tmpdir(), 'idempotency-'));
const clockFile = join(folder, 'clock');
let at = Date.UTC(2026, 10, 24, 9);
let platform: Platform;
let tenant: Credentials;

beforeAll(async () => {
  turn(0);
  platform = await startPlatform({ CLOCK_FILE: clockFile });
  tenant = await platform.enrol();
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

function turn(milliseconds: number): void {
  at += milliseconds;
  writeClockFile(clockFile, { kind: 'stopped', epochMs: at });
}

type Sent = { readonly form?: Record<string, string>; readonly header?: string; readonly as?: Credentials };
async function create(
  key: string,
  { form = { FriendlyName: key }, header = 'idempotency-key', as = tenant }: Sent = {},
) {
  const event = gatewayEvent({
    method: 'POST',
    path: '/2010-04-01/Accounts.json',
    as,
    form,
    headers: { [header]: key },
  });
  const { statusCode = 0, body = '', headers = {} } = await platform.accountApi(event, context);
  return { status: statusCode, body, headers };
}
const named = async (friendlyName: string) =>
  (await platform.items()).filter((item) => item['entity'] === 'account' && item['friendlyName'] === friendlyName);

// Guarantee: who repeats a request with its key gets the first answer to the byte, and nothing happens twice.
test.each(['idempotency-key', 'i-twilio-idempotency-token'])('%s: the same request has one answer', async (header) => {
  const first = await create(header, { header });
  const second = await create(header, { header });
  expect(first.status).toBe(201);
  expect(second).toEqual({ ...first, headers: { ...first.headers, 'idempotent-replayed': 'true' } });
  expect(await named(header)).toHaveLength(1);
});

// Guarantee: a key stands for one request; what differs is refused, and is another's key only by chance.
test('another body is refused; another account’s key is its own', async () => {
  const other = await platform.enrol();
  await create('different');
  const refused = await create('different', { form: { FriendlyName: 'something else' } });
  expect(refused.status).toBe(409);
  expect(JSON.parse(refused.body)).toMatchObject({ code: 20409 });
  const others = await create('different', { as: other });
  expect(others.status).toBe(201);
  expect(await named('something else')).toEqual([]);
  expect((await named('different')).map((item) => item['parentSid']).sort()).toEqual([tenant.sid, other.sid].sort());
});

// Guarantee: of duplicates at one instant one is done; the others are told to come again, and then get its answer.
test('twenty at once are one', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => create('at-once')));
  const done = answers.filter(({ status }) => status === 201);
  const told = answers.filter(({ status }) => status === 409);
  expect(new Set(done.map(({ body }) => body)).size).toBe(1);
  expect(done.length + told.length).toBe(20);
  expect(told.every(({ headers }) => headers['retry-after'] === '1')).toBe(true);
  expect((await create('at-once')).body).toBe(done[0]?.body);
  expect(await named('at-once')).toHaveLength(1);
});

// Guarantee: wherever the function dies, whoever repeats the request ends with one account and is told its token.
test('a function that dies at any of its steps is followed by one that finishes', async () => {
  let died = 0;
  for (let step = 1; ; step += 1) {
    const key = `dies-at-${step}`;
    const end = await dyingAfter(step - 1);
    const first = await create(key);
    const hasDied = end();
    if (hasDied) {
      died += 1;
      expect(first.status).toBe(500);
      turn(31_000);
    }
    const again = await create(key);
    expect({ step, status: again.status }).toEqual({ step, status: 201 });
    const accounts = await named(key);
    expect(accounts.map((item) => String(item['PK']))).toEqual([`ACC#${JSON.parse(again.body).sid}`]);
    if (!hasDied) break;
  }
  expect(died).toBeGreaterThanOrEqual(3);
});

// Guarantee: an answer that holds a token is kept as a token is: nobody reads it in the table.
test('no stored answer shows its token', async () => {
  const { auth_token: token } = JSON.parse((await create('secret')).body);
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(await platform.items())).not.toContain(token);
});

// Guarantee: after 24 hours a key is free again, and until then it is not.
test('a key is kept for 24 hours', async () => {
  const first = JSON.parse((await create('kept')).body).sid;
  turn(24 * 60 * 60 * 1_000 - 1);
  expect(JSON.parse((await create('kept')).body).sid).toBe(first);
  turn(1);
  expect(JSON.parse((await create('kept')).body).sid).not.toBe(first);
});

// Guarantee: a key that could not be a header’s is refused by name, before anything is done.
test.each(['', ' ', 'x'.repeat(256), 'schlüssel'])('the key "%s" is refused', async (key) => {
  const { status, body } = await create(key, { form: { FriendlyName: 'any' } });
  expect({ status, body: JSON.parse(body) }).toMatchObject({ status: 400, body: { code: 20001 } });
  expect(body).toContain('Idempotency-Key');
});
