import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, gatewayEvent, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

type Note = {
  readonly Sid: string;
  readonly Number: string;
  readonly Total: string;
  readonly Net: string;
  readonly Payable: string;
  readonly ReturnedToBalance: string;
  readonly Uris: Readonly<Record<string, string>>;
};

const zone = 'Europe/Berlin';
const seed = Date.now() % 1_000_000;
const random = seeded(seed);
const reason = { Reason: 'Calls were cut off' };
let platform: BillingPlatform;
let account: Credentials;
let prepaid: Credentials;
let lines: readonly { readonly id: string; readonly amount: bigint }[];

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-20T12:00:00Z');
  account = await platform.enrolIn(zone, 'Credited GmbH');
  prepaid = await platform.enrolIn(zone, 'Ahead GmbH');
  await ask('POST', `/v1/Accounts/${prepaid.sid}/Balance`, { Mode: 'prepaid' });
  await ask('POST', `/v1/Accounts/${prepaid.sid}/Balance/TopUps`, { Amount: '500' });
  await ask('POST', `/v1/Accounts/${account.sid}/Taxes`, { Name: 'VAT', Rate: '19' });
  for (const { sid } of [account, prepaid])
    await platform.use(usageEvents([{ sid, zone }], 40, Date.parse('2026-11-20T15:00:00Z'), seeded(3)));
  platform.turnClock('2026-12-01T06:00:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
  lines = (await platform.items())
    .filter(({ PK, amount }) => String(PK).startsWith(`LED#${account.sid}`) && BigInt(amount as bigint) > 0n)
    .map(({ SK, amount }) => ({ id: String(SK), amount: BigInt(amount as bigint) }));
});
afterAll(() => platform.close());

const ask = (method: 'GET' | 'POST', path: string, json?: object, headers: Record<string, string> = {}) =>
  send(platform.billingApi, { method, path, as: platform.operator, headers, ...(json && { json }) });
const path = ({ sid }: Credentials) => `/v1/Accounts/${sid}/CreditNotes`;
const credit = (json: object, headers?: Record<string, string>, to = account) =>
  ask('POST', path(to), { Period: '2026-11', ...reason, ...json }, headers);
const listed = async (of = account) => (await ask('GET', path(of))).body['CreditNotes'] as readonly Note[];
const verify = async ({ sid }: Credentials) => (await ask('GET', `/v1/Accounts/${sid}/Verify`)).body;
const statement = async ({ sid }: Credentials, period: string) =>
  JSON.parse(await platform.readStatementBytes(`${sid}/${period}-1`, 'json'));

async function text(uri: string): Promise<string> {
  const answer = await platform.billingApi(gatewayEvent({ method: 'GET', path: uri, as: account }), {
    getRemainingTimeInMillis: () => 29_000,
  } as never);
  return Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
}

// Guarantee: only the operator gives back, only of a closed statement, only what it asked for, with a reason; else nothing is stored.
test('refused', async () => {
  const [line] = lines;
  const before = (await platform.items()).length;
  const { Net, Payable } = await statement(account, '2026-11');
  for (const [changes, said] of [
    [{ Period: '2026-12', Amount: '1' }, 'Period'],
    [{}, 'Amount or Lines'],
    [{ Amount: '1', Lines: [{ Id: line?.id }] }, 'Amount or Lines'],
    [{ Amount: '0' }, 'more than nothing'],
    [{ Amount: '-1' }, 'more than nothing'],
    [{ Amount: String(nanoOf(Net) / 1_000_000_000n + 1n) }, 'can still be given back'],
    [{ Lines: [{ Id: 'calls-outbound#CA0#0' }] }, 'Lines.0.Id'],
    [{ Lines: [{ Id: line?.id }, { Id: line?.id }] }, 'Lines.1.Id'],
    [{ Lines: [{ Id: line?.id, Amount: '99999' }] }, 'Lines.0.Amount'],
    [{ Amount: '1', Reason: '' }, 'Reason'],
  ] as const) {
    const { status, body } = await credit(changes);
    expect([status, body['message']]).toEqual([400, expect.stringContaining(said)]);
  }
  const mine = {
    method: 'POST',
    path: path(account),
    as: account,
    json: { Period: '2026-11', Amount: '1', ...reason },
  };
  expect((await send(platform.billingApi, { ...mine, method: 'POST' })).status).toBe(404);
  expect((await platform.items()).length).toBe(before);
  expect(nanoOf(Payable)).toBeGreaterThan(nanoOf(Net));
});

// Guarantee: under one key a credit note is made once, asked for at once and again; its four forms say the same amount.
test('by lines, once', async () => {
  const [one, two] = lines;
  const json = { Lines: [{ Id: one?.id }, { Id: two?.id, Amount: '0.001' }] };
  await Promise.all([1, 2, 3].map(() => credit(json, { 'idempotency-key': 'cut-off' })));
  const { body } = await credit(json, { 'idempotency-key': 'cut-off' });
  const note = body as unknown as Note;
  expect(nanoOf(note.Total)).toBe((one?.amount ?? 0n) + 1_000_000n);
  expect((await listed()).map(({ Sid }) => Sid)).toEqual([note.Sid]);
  const [csv = '', html = '', pdf = '', document = ''] = await Promise.all(
    ['csv', 'html', 'pdf', 'json'].map((form) => text(note.Uris[form] ?? '')),
  );
  expect(JSON.parse(document)).toMatchObject({ Number: note.Number, Payable: note.Payable, Lines: [{}, {}] });
  const [head = '', ...rows] = csv.trim().split('\n');
  const at = head.split(',').indexOf('credit');
  expect(rows.reduce((sum, row) => sum + nanoOf(row.split(',')[at] ?? ''), 0n)).toBe(nanoOf(note.Payable));
  expect(html).toContain(`Credit note ${note.Number}`);
  expect(html).toContain(reason.Reason);
  expect(pdf.slice(0, 5)).toBe('%PDF-');
});

// Guarantee: by however many credit notes at once, no more is given back than the statement asked for.
test('never more than was asked for', async () => {
  const { Net, Payable } = await statement(account, '2026-11');
  const third = nanoOf(Net) / 3n;
  const amount = `${third / 1_000_000_000n}.${String(third % 1_000_000_000n).padStart(9, '0')}`;
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => credit({ Amount: amount })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 400, 400, 400]);
  const payable = (await listed()).reduce((sum, note) => sum + nanoOf(note.Payable), 0n);
  expect(payable).toBeLessThanOrEqual(nanoOf(Payable));
  const first = await ask('GET', `${path(account)}?PageSize=2`);
  const second = await ask('GET', String(first.body['NextPageUri']));
  const numbers = [first, second].flatMap(({ body }) =>
    (body['CreditNotes'] as readonly Note[]).map((note) => note.Number),
  );
  expect(numbers).toEqual([3, 2, 1].map((sequence) => `${account.sid}-2026-11-1-CN${sequence}`));
});

// Guarantee: what an account has paid in advance goes back to its balance, to the nano-unit, once; no statement gives it back again.
test('paid in advance', async () => {
  const balance = async () => nanoOf(String((await ask('GET', `/v1/Accounts/${prepaid.sid}/Balance`)).body['Balance']));
  const before = await balance();
  const [line] = lines;
  const { body } = await credit({ Lines: [{ Id: line?.id }] }, {}, prepaid);
  expect(body).toMatchObject({ Net: '0.00', Payable: '0.00', ReturnedToBalance: body['Total'] });
  expect(await balance()).toBe(before + nanoOf(String(body['Total'])));
  platform.turnClock('2027-01-01T06:00:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
  const december = await statement(prepaid, '2026-12');
  const paidInAdvance = ({ Kind }: { readonly Kind: string }) => Kind === 'paid-in-advance';
  expect(december.Adjustments.filter(paidInAdvance)).toMatchObject([{ Amount: body['Total'] }]);
  expect(december).toMatchObject({
    Net: '0.00',
    Corrections: [{ Amount: `-${body['Total']}`, Reason: `Credit note 2026-11-CN1: ${reason.Reason}` }],
  });
  expect(await verify(prepaid)).toMatchObject({ Intact: true, Changed: [], CreditNotes: 1 });
});

// Guarantee: one byte changed in a credit note, in the table or in any of its forms, or a note taken away: verify names exactly it.
test('one byte changed', async () => {
  const { documents } = await import('../../../lib/store/table.ts');
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const { readStatementBytes } = await import('../../../functions/billing/statement-bytes.ts');
  const put = (Item: Record<string, unknown>) =>
    documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item }));
  expect(await verify(account)).toMatchObject({ Intact: true, CreditNotes: 3 });
  const notes = (await platform.items()).filter(
    ({ PK, SK }) => PK === `STA#${account.sid}` && String(SK).includes('#CN#'),
  );
  let changes = 0;
  for (const note of notes) {
    const names = Object.keys(note).filter((name) => name !== 'PK' && name !== 'SK');
    for (let round = 0; round < 3; round += 1) {
      const name = names[Math.floor(random() * names.length)] ?? '';
      const value = note[name];
      await put({
        ...note,
        [name]: typeof value === 'string' ? `${value.slice(0, -1)}~` : BigInt(value as bigint) + 1n,
      });
      const Changed = [{ Kind: 'credit-note', Item: `${note['PK']} / ${note['SK']}` }];
      expect({ seed, name, ...(await verify(account)) }).toMatchObject({ Intact: false, Changed });
      await put(note);
      changes += 1;
    }
    for (const form of ['json', 'csv', 'html', 'pdf'] as const) {
      const objectKey = String(note['objectKey']);
      const bytes = await readStatementBytes(objectKey, form);
      const Key = `${objectKey}.${form}`;
      const write = (Body: Uint8Array) =>
        s3.send(new PutObjectCommand({ Bucket: process.env['STATEMENTS_BUCKET'], Key, Body }));
      const at = Math.floor(random() * bytes.length);
      await write(bytes.with(at, (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))));
      expect(await verify(account)).toMatchObject({ Intact: false, Changed: [{ Kind: 'credit-note', Item: Key }] });
      await write(bytes);
      changes += 1;
    }
  }
  const [last] = notes.slice(-1);
  await documents.send(
    new DeleteCommand({ TableName: process.env['TABLE_NAME'], Key: { PK: last?.['PK'], SK: last?.['SK'] } }),
  );
  expect(await verify(account)).toMatchObject({ Changed: [{ Item: `${last?.['PK']} / ${last?.['SK']}` }] });
  await put(last ?? {});
  expect(await verify(account)).toMatchObject({ Intact: true, CreditNotes: 3 });
  console.log(`${changes} random bytes changed in credit notes: each named (seed ${seed})`);
});
