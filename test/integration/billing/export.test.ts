import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { usageEvent } from '../../../lib/metering/usage-event.ts';
import { sha256 } from '../../../lib/statement/canonical.ts';
import { type Credentials, gatewayEvent, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let tenant: Credentials;
let used: readonly UsageEvent[];
let statement: Record<string, unknown>;

const tiers = [{ UpTo: 100, Price: '0.01' }, { UpTo: 1_000, Price: '0.008' }, { Price: '0.006' }];

/** Sends as the operator; throws unless it worked. */
async function post(path: string, json: object): Promise<void> {
  const { status, body } = await send(platform.billingApi, { method: 'POST', path, as: platform.operator, json });
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

async function page(path: string, as = tenant) {
  const event = gatewayEvent({ method: 'GET', path, as });
  const {
    statusCode,
    headers,
    body = '',
  } = await platform.billingApi(event, {
    getRemainingTimeInMillis: () => 29_000,
  } as never);
  const next = /^<(.*)>; rel="next"$/.exec(String(headers?.['link'] ?? ''))?.[1];
  return { statusCode, body, next };
}

/** All pages of an export, as one text. */
async function exported(path: string): Promise<{ text: string; pages: number }> {
  let text = '';
  let pages = 0;
  for (let next: string | undefined = path; next !== undefined; pages += 1) {
    const answer: Awaited<ReturnType<typeof page>> = await page(next);
    expect(answer).toMatchObject({ statusCode: 200 });
    text += answer.body;
    next = answer.next;
  }
  return { text, pages };
}

const exportsOf = ({ sid }: Credentials): string => `/v1/Accounts/${sid}/Exports`;

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-27T12:00:00Z');
  tenant = await platform.enrolIn('America/New_York', 'Exported Inc.');
  await post('/v1/RatePlans', {
    ...{ Plan: 'tiered', Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z' },
    Lines: [{ Meter: 'sms-outbound', Price: { Model: 'graduated', Tiers: tiers } }],
  });
  await post(`/v1/Accounts/${tenant.sid}/Profiles`, { MicroService: 'sms', Plan: 'tiered' });
  const account = { sid: tenant.sid, zone: 'America/New_York' };
  const many = ['2026-11-28T20:00:00Z', '2026-11-29T20:00:00Z', '2026-12-01T04:00:00Z'].flatMap((until, index) =>
    usageEvents([account], 40, Date.parse(until), seeded(index)).map((event) => ({
      ...event,
      id: event.id.replace(/#0$/, `#${index}`),
    })),
  );
  const formula = usageEvent(account, {
    ...{ microService: 'call', meter: 'calls-outbound', resourceSid: `CA${'f'.repeat(32)}`, sequence: 0 },
    ...{ quantity: 61n, destination: 'sip:"a,b"@example.com', configurationVersion: 0 },
    ...{ startedAt: Date.parse('2026-11-30T10:00:00Z'), finalizedAt: Date.parse('2026-11-30T10:01:01Z') },
  });
  used = [...many, formula];
  await platform.use(used, (index) => index % 5 !== 0);
  platform.turnClock('2026-12-01T05:15:00Z');
  await platform.run();
  const { body } = await send(platform.billingApi, {
    method: 'GET',
    path: `/v1/Accounts/${tenant.sid}/Statements/2026-11.json`,
    as: tenant,
  });
  statement = body;
});
afterAll(() => platform.close());

/** Decimal text in nano-units, by hand: nothing of the platform's is used to check the platform. */
function nanoUnits(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(9, '0')) * (decimal.startsWith('-') ? -1n : 1n);
}

function graduated(units: bigint): bigint {
  let below = 0n;
  let owed = 0n;
  for (const { UpTo, Price } of tiers) {
    const upTo = UpTo === undefined || BigInt(UpTo) > units ? units : BigInt(UpTo);
    if (upTo > below) owed += (upTo - below) * nanoUnits(Price);
    below = upTo > below ? upTo : below;
  }
  return owed;
}

type Line = { plan: string | null; billedUnits: string; amount: string };

/** What the statement must come to: the lines' amounts, and by how much tiers differ from the first one's price. */
function recomputed(lines: readonly Line[]): bigint {
  const listed = lines.reduce((sum, { amount }) => sum + nanoUnits(amount), 0n);
  const tiered = lines.filter(({ plan }) => plan === 'tiered');
  const units = tiered.reduce((sum, { billedUnits }) => sum + BigInt(billedUnits), 0n);
  expect(units).toBeGreaterThan(1_000n); // all tiers are reached
  return listed - tiered.reduce((sum, { amount }) => sum + nanoUnits(amount), 0n) + graduated(units);
}

const rowsOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row));

// Guarantee: a statement's total follows, to the nano-unit, from the exported ledger and the rate plan alone; small pages
// after one another are the very file that one page is; two files of a day's lines never differ by order.
test('a statement is recomputed from nothing but the export', async () => {
  const path = `${exportsOf(tenant)}/ledger.jsonl?Period=2026-11`;
  const whole = await exported(path);
  const cut = await exported(`${path}&PageSize=7`);
  expect([whole.pages, cut.pages]).toEqual([1, Math.ceil(used.length / 7)]);
  expect(cut.text).toBe(whole.text);
  const lines = rowsOf(whole.text);
  expect(lines).toHaveLength(used.length);
  const difference = recomputed(lines) - nanoUnits(String(statement['Total']));
  console.info(`${lines.length} exported lines, difference to the statement ${difference} nano-units`);
  expect(difference).toBe(0n);
});

// Guarantee: a sealed day's export has the SHA-256 that its seal on the statement has.
test('a day as it was sealed', async () => {
  const seals = statement['Seals'] as { Day: string; Lines: number; Sha256: string }[];
  for (const { Day, Sha256, Lines } of seals) {
    const { text } = await exported(`${exportsOf(tenant)}/ledger.jsonl?Day=${Day}&PageSize=3`);
    expect([text.split('\n').length - 1, sha256(text)]).toEqual([Lines, Sha256]);
  }
  expect(seals.reduce((lines, { Lines }) => lines + Lines, 0)).toBe(used.length);
});

// Guarantee: the CSV has one head, however it is paged, the same lines and amounts as the JSON, and no cell that a
// spreadsheet would run.
test('CSV', async () => {
  const { text } = await exported(`${exportsOf(tenant)}/ledger.csv?Period=2026-11&PageSize=11`);
  const [head = '', ...rows] = text.trimEnd().split('\n');
  const columns = head.split(',');
  expect(rows).toHaveLength(used.length);
  const plain = rows.filter((row) => !row.includes('"')).map((row) => row.split(','));
  const cell = (row: readonly string[], name: string) => row[columns.indexOf(name)] ?? '';
  const lines = rowsOf((await exported(`${exportsOf(tenant)}/ledger.jsonl?Period=2026-11`)).text);
  expect(plain.map((row) => cell(row, 'amount'))).toEqual(
    lines.filter((_, index) => !rows[index]?.includes('"')).map(({ amount }) => amount),
  );
  expect(lines.flatMap((line) => Object.keys(line)).filter((name) => !columns.includes(name))).toEqual([]);
  expect(plain.map((row) => cell(row, 'currency'))).toEqual(plain.map(() => 'USD'));
  expect(plain.flat().filter((value) => /^[=+@]/.test(value))).toEqual([]);
  expect(text).toContain('"sip:""a,b""@example.com"');
});

// Guarantee: usage leaves as it was metered, every event once, in both forms.
test('usage events', async () => {
  const { text } = await exported(`${exportsOf(tenant)}/usage.jsonl?Period=2026-11&PageSize=50`);
  const events = text
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row));
  const order = ({ day, id }: { day: string; id: string }) => `${day}#${id}`;
  expect(events.map(order)).toEqual(used.map(order).sort());
  expect(events.map(({ quantity }) => BigInt(quantity)).reduce((sum, each) => sum + each, 0n)).toBe(
    used.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n),
  );
  const csv = await exported(`${exportsOf(tenant)}/usage.csv?Period=2026-11`);
  expect(csv.text.split('\n')[0]).toContain('id,account,microService,meter');
  expect(csv.text.trimEnd().split('\n')).toHaveLength(1 + used.length);
});

// Guarantee: what cannot be exported is refused by name; another's account is not there.
test.each([
  ['Period=2026-11&Day=2026-11-03', 400, 'Period and Day'],
  ['Period=2026-13', 400, 'Period'],
  ['Day=2026-02-30', 400, 'Day'],
  ['Period=2026-11&PageToken=PTMjAyNjEyMDEjeA', 400, 'PageToken'],
  ['PageSize=5001', 400, 'PageSize'],
])('%s', async (query, statusCode, message) => {
  const refused = await page(`${exportsOf(tenant)}/ledger.csv?${query}`);
  expect(refused).toMatchObject({ statusCode, body: expect.stringContaining(message) });
  const stranger = await platform.enrolIn('UTC', 'Stranger');
  expect(await page(`${exportsOf(tenant)}/ledger.csv?${query}`, stranger)).toMatchObject({ statusCode: 404 });
});
