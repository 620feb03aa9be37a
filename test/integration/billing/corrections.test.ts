import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatNano, nano, nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let account: Credentials;
let lineIds: readonly string[];
const zone = 'Asia/Tokyo';
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-20T12:00:00Z');
  account = await platform.enrolIn(zone, 'Corrected');
  const events = usageEvents([{ sid: account.sid, zone }], 40, Date.parse('2026-11-20T12:00:00Z'), seeded(7));
  await platform.use(events);
  lineIds = events.map(({ id }) => id);
  platform.turnClock('2026-11-30T16:00:00Z');
  await platform.run({ AccountSid: account.sid });
});
afterAll(() => platform.close());

const path = () => `/v1/Accounts/${account.sid}/Corrections`;
const correct = (json: object, as: Credentials = platform.operator, headers: Record<string, string> = {}) =>
  send(platform.billingApi, { method: 'POST', path: path(), as, json, headers });
const statement = (period: string) => platform.readStatementBytes(`${account.sid}/${period}-1`, 'json');
const listed = async (period: string) =>
  (await send(platform.billingApi, { method: 'GET', path: `${path()}?Period=${period}`, as: account })).body[
    'Corrections'
  ] as readonly { readonly Sid: string; readonly Amount: string }[];

const isOfLedger = ({ Put }: { readonly Put?: { readonly Item?: object | undefined } | undefined }) =>
  String((Put?.Item as { readonly PK?: string } | undefined)?.PK).startsWith('LED#');

async function ledgerSum(): Promise<bigint> {
  const lines = (await platform.items()).filter(({ PK }) => String(PK).startsWith(`LED#${account.sid}#`));
  return lines.reduce((total, { amount }) => total + BigInt(amount as bigint), 0n);
}

// Guarantee: only the operator corrects, only what was charged, only by an amount with a reason; nothing is stored otherwise.
test('refused', async () => {
  const [id = ''] = lineIds;
  const good = { Corrects: id, Amount: '-0.5', Reason: 'Dropped call' };
  const before = (await platform.items()).length;
  expect((await correct(good, account)).status).toBe(404);
  for (const [changes, said] of [
    [{ Corrects: 'calls-outbound#CA0#0' }, 'Corrects'],
    [{ Corrects: '2026-12' }, 'Corrects'],
    [{ Amount: '0.0' }, 'Amount'],
    [{ Amount: '0.0000000001' }, 'Amount'],
    [{ Reason: '' }, 'Reason'],
  ] as const) {
    const { status, body } = await correct({ ...good, ...changes });
    expect([status, body['message']]).toEqual([400, expect.stringContaining(said)]);
  }
  expect((await platform.items()).length).toBe(before);
});

// Guarantee: under one key a correction is made once: asked for at once, and again on a later day after its answer was lost.
test('once', async () => {
  const json = { Corrects: '2026-11', Amount: '1.25', Reason: 'Setup was forgotten' };
  const headers = { 'idempotency-key': 'setup' };
  const { documents } = await import('../../../lib/store/table.ts');
  documents.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if ('TransactItems' in args.input && args.input.TransactItems?.some(isOfLedger)) throw new Error('killed');
      return answer;
    },
    { step: 'initialize', name: 'killed' },
  );
  expect((await correct(json, platform.operator, headers)).status).toBe(500);
  documents.middlewareStack.remove('killed');
  platform.turnClock('2026-12-01T15:30:00Z');
  await Promise.all([1, 2, 3].map(() => correct(json, platform.operator, headers)));
  const { body } = await correct(json, platform.operator, headers);
  expect(body).toMatchObject({ Corrects: `${account.sid}-2026-11-1`, Amount: '1.25', Day: '2026-12-01' });
  expect(await listed('2026-12')).toMatchObject([{ Sid: body['Sid'], Amount: '1.25' }]);
});

// Guarantee: whatever is corrected in whatever order, the statements add up to the ledger to the nano-unit, a closed statement
// keeps its bytes, and all of it verifies.
test('any sequence of corrections', async () => {
  const november = await statement('2026-11');
  const amounts = fc.bigInt({ min: -50_000_000_000n, max: 50_000_000_000n }).filter((units) => units !== 0n);
  const sequence = fc.array(fc.tuple(fc.nat(lineIds.length - 1), amounts), { minLength: 20, maxLength: 20 });
  const [made = []] = fc.sample(sequence, 1);
  for (const [index, [line, units]] of made.entries()) {
    platform.turnClock(`2026-12-${String(2 + index).padStart(2, '0')}T16:00:00Z`);
    const json = { Corrects: lineIds[line], Amount: formatNano(nano(units)), Reason: `Number ${index}` };
    expect((await correct(json)).status).toBe(201);
  }
  platform.turnClock('2026-12-31T16:00:00Z');
  await platform.run({ AccountSid: account.sid });
  const december = JSON.parse(await statement('2026-12'));
  const sum = made.reduce((total, [, units]) => total + units, nanoOf('1.25') as bigint);
  expect(december.Corrections).toHaveLength(21);
  expect(nanoOf(december.Total)).toBe(sum);
  expect(nanoOf(JSON.parse(november).Total) + nanoOf(december.Total)).toBe(await ledgerSum());
  expect(await statement('2026-11')).toBe(november);
  const verify = { method: 'GET', path: `/v1/Accounts/${account.sid}/Verify`, as: account } as const;
  const { body } = await send(platform.billingApi, verify);
  expect([body['Intact'], body['Changed'], body['Statements']]).toEqual([true, [], 2]);
  console.log(`21 corrections of ${formatNano(nano(sum))}: statements = ledger, difference 0 nano-units`);
});
