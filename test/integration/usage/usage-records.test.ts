import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';
import { streamEvent } from './stream.ts';

let platform: Platform;
let api: Handler;
let rate: (event: ReturnType<typeof streamEvent>) => Promise<unknown>;
let account: Credentials;
let makeEvent: typeof import('../../../lib/metering/usage-event.ts').usageEvent;

const dayMilliseconds = 86_400_000;
const gmtDay = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMilliseconds).toISOString().slice(0, 10);

beforeAll(async () => {
  platform = await startPlatform();
  api = (await import('../../../functions/usage/http.ts')).handler as unknown as Handler;
  ({ handler: rate } = await import('../../../functions/usage/stream.ts'));
  ({ usageEvent: makeEvent } = await import('../../../lib/metering/usage-event.ts'));
  account = await platform.enrol();
  await use(account, 'calls-outbound', 0, 61n, '+4930123456');
  await use(account, 'calls-outbound', 1, 30n, '+4930123456');
  await use(account, 'calls-inbound', 1, 60n, '+15555550100');
  await use(account, 'sms-outbound', 0, 3n, '+15555550100');
});
afterAll(() => platform.close());

let used = 0;
async function use(
  { sid }: Credentials,
  meter: string,
  daysAgo: number,
  quantity: bigint,
  destination: string,
): Promise<void> {
  used += 1;
  const finalizedAt = Date.parse(`${gmtDay(daysAgo)}T00:30:00Z`);
  const event = makeEvent(
    { sid, zone: 'UTC' },
    {
      microService: meter.startsWith('sms') ? 'sms' : 'call',
      meter,
      resourceSid: `CA${used.toString(16).padStart(32, '0')}`,
      sequence: 0,
      quantity,
      destination,
      startedAt: finalizedAt,
      finalizedAt,
      configurationVersion: 0,
    },
  );
  await rate(streamEvent([event]));
}

async function records(path: string, as: Credentials = account): Promise<Record<string, unknown>[]> {
  const { body } = await send(api, { method: 'GET', path: `/2010-04-01/Accounts/${as.sid}/Usage/Records${path}`, as });
  return body['usage_records'] as Record<string, unknown>[];
}
const told = (list: Record<string, unknown>[]) =>
  list.map(({ category, count, usage, price }) => [category, count, usage, price]);

// Guarantee: a category shows how often, how much in its own unit, and the exact list price; sums are those of their parts.
test('calls in minutes, messages in segments, and what all cost', async () => {
  const from = `?StartDate=${gmtDay(2)}`;
  expect(told(await records(`.json${from}&Category=calls-outbound`))).toEqual([['calls-outbound', '2', '3', 0.0492]]);
  expect(told(await records(`.json${from}&Category=calls`))).toEqual([['calls', '3', '4', 0.0577]]);
  expect(told(await records(`.json${from}&Category=sms-outbound`))).toEqual([['sms-outbound', '1', '3', 0.0237]]);
  expect(told(await records(`.json${from}&Category=totalprice`))).toEqual([['totalprice', null, '0.0814', 0.0814]]);
  const all = await records(`.json${from}`);
  const total = all.find(({ category }) => category === 'totalprice');
  const meters = all.filter(({ category }) => /^(calls|sms|mms)-/.test(String(category)) || category === 'recordings');
  expect(meters.reduce((sum, { price }) => sum + nanoOf(String(price)), 0n)).toBe(nanoOf(String(total?.['usage'])));
  expect(all.map(({ category }) => category)).toEqual(all.map(({ category }) => category).sort());
});

// Guarantee: each sub-resource shows its own days, in GMT, the latest first.
test('sub-resources', async () => {
  const category = 'Category=calls-outbound';
  const days = await records(`/Daily.json?${category}&StartDate=-2days`);
  expect(days.map(({ start_date, end_date, count }) => [start_date, end_date, count])).toEqual([
    [gmtDay(0), gmtDay(0), '1'],
    [gmtDay(1), gmtDay(1), '1'],
    [gmtDay(2), gmtDay(2), '0'],
  ]);
  const counts = async (path: string) =>
    (await records(`/${path}.json?${category}&StartDate=-2days`)).map(({ count }) => count);
  expect([await counts('Today'), await counts('Yesterday'), await counts('AllTime')]).toEqual([['1'], ['1'], ['2']]);
  for (const path of ['Monthly', 'Yearly', 'ThisMonth', 'LastMonth'])
    expect((await counts(path)).length).toBeGreaterThan(0);
  const [first] = days;
  const links = Object.keys((first?.['subresource_uris'] ?? {}) as object).sort();
  expect(links).toEqual(['all_time', 'daily', 'last_month', 'monthly', 'this_month', 'today', 'yearly', 'yesterday']);
});

// Guarantee: pages follow one another without losing or repeating a record.
test('paging', async () => {
  const whole = await records('/Daily.json?StartDate=-5days&PageSize=1000');
  const seen: unknown[] = [];
  let path: string | null = `/2010-04-01/Accounts/${account.sid}/Usage/Records/Daily.json?StartDate=-5days&PageSize=7`;
  while (path !== null) {
    const { body } = await send(api, { method: 'GET', path, as: account });
    seen.push(...(body['usage_records'] as unknown[]));
    path = body['next_page_uri'] as string | null;
  }
  const bare = (list: unknown[]) => list.map((record) => ({ ...(record as object), as_of: '' }));
  expect(bare(seen)).toEqual(bare(whole));
});

// Guarantee: a parent sees what its sub-accounts used, or only its own where it asks so.
test('sub-accounts', async () => {
  const sub = await platform.enrol(account, 'Sub');
  await use(sub, 'sms-inbound', 0, 2n, '+15555550100');
  const counts = async (query: string) =>
    (await records(`/Today.json?Category=sms-inbound${query}`)).map(({ count }) => count);
  expect([await counts(''), await counts('&IncludeSubaccounts=false')]).toEqual([['1'], ['0']]);
});

// Guarantee: sums cost by the sub-accounts that used something, not by how many there are.
test('many sub-accounts', async () => {
  const parent = await platform.enrol();
  const subs = await Promise.all(Array.from({ length: 40 }, (_, index) => platform.enrol(parent, `Sub ${index}`)));
  for (const sub of subs.slice(0, 2)) await use(sub, 'sms-inbound', 0, 1n, '+15555550100');
  await records('/Today.json?Category=sms-inbound', parent);
  const { documents } = await import('../../../lib/store/table.ts');
  let requests = 0;
  documents.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'initialize', name: 'count', override: true },
  );
  const [record] = await records('/Today.json?Category=sms-inbound', parent);
  documents.middlewareStack.remove('count');
  expect([record?.['count'], requests]).toEqual(['2', 4]);
});

// Guarantee: a range of a thousand years is cut to what there can be, and answers at once.
test('absurd ranges', async () => {
  const years = await records('/Yearly.json?Category=calls&StartDate=0001-01-01&EndDate=9999-12-31');
  expect(years.length).toBeLessThanOrEqual(12);
  expect(years[0]).toMatchObject({ end_date: gmtDay(0) });
  for (const range of [
    'StartDate=%2B5days&EndDate=%2B9days',
    'StartDate=1900-01-01&EndDate=1900-02-01',
    'StartDate=-99999days',
  ]) {
    expect((await records(`/AllTime.json?Category=calls&${range}`)).length).toBe(1);
  }
});

// Guarantee: what is malformed is refused with its name; another account's usage is not there at all.
test.each([
  ['?Category=fax', 400, 'Category: fax is none of'],
  ['?StartDate=yesterday', 400, 'StartDate: yesterday is neither a day'],
  ['?EndDate=2026-02-30', 400, 'EndDate: 2026-02-30 is neither a day'],
  ['?StartDate=2026-02-02&EndDate=2026-02-01', 400, 'StartDate: it is after EndDate'],
])('refused: %s', async (query, status, message) => {
  const path = `/2010-04-01/Accounts/${account.sid}/Usage/Records.json${query}`;
  const reply = await send(api, { method: 'GET', path, as: account });
  expect([reply.status, reply.body['message']]).toEqual([status, expect.stringContaining(message)]);
  expect((await send(api, { method: 'GET', path, as: await platform.enrol() })).status).toBe(404);
});

// Guarantee: the samples of events/ are what the functions take.
test('sample events', async () => {
  const tenant = await platform.enrol();
  expect(await rate(sampleEvent('usageStream.usage-event', tenant))).toEqual({ batchItemFailures: [] });
  const context = { getRemainingTimeInMillis: () => 29_000 } as never;
  const sums = await api(sampleEvent('usage.list-usage-records', tenant), context);
  expect([sums.statusCode, JSON.parse(sums.body ?? '').usage_records]).toMatchObject([200, [{ category: 'calls' }]]);
  const days = await api(sampleEvent('usage.daily-usage-records', tenant), context);
  expect(days.statusCode).toBe(200);
  expect(JSON.parse(days.body ?? '').usage_records).toHaveLength(8);
});
