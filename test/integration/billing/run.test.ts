import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { nanoOf } from '../../../lib/money/nano.ts';
import { listPrice } from '../../../lib/rating/list-price.ts';
import { PlanSchema } from '../../../lib/rating/plan.ts';
import { ratingPlan } from '../../../lib/rating/rating-plan.ts';
import { standardPlans } from '../../../lib/rating/standard-plan.ts';
import { sha256 } from '../../../lib/statement/canonical.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-28T12:00:00Z');
});
afterAll(() => platform.close());

const [standard] = standardPlans();
const plan = ratingPlan(PlanSchema.parse(standard), 1);

function listed(events: readonly UsageEvent[]): bigint {
  const prices = events.map((event) => listPrice({ ...event, quantity: BigInt(event.quantity) }, plan));
  return prices.reduce((sum, price) => sum + (price.kind === 'rated' ? price.amount : 0n), 0n);
}

const statementsOf = async (account: Credentials) =>
  (await send(platform.billingApi, { method: 'GET', path: `/v1/Accounts/${account.sid}/Statements`, as: account }))
    .body['Statements'] as Record<string, string>[];

const bytesOf = (account: Credentials, period: string) =>
  Promise.all(
    (['json', 'csv', 'html'] as const).map((form) => platform.readStatementBytes(`${account.sid}/${period}-1`, form)),
  );

// Guarantee: when an account's month is over in its own zone, one run makes one statement of everything that was used,
// what the stream missed included; a second run makes no second one and changes no byte (billing.md, rules 7, 9, 11).
test('two zones, two runs, one statement each', async () => {
  const york = await platform.enrolIn('America/New_York', 'York Inc.');
  const berlin = await platform.enrolIn('Europe/Berlin', 'Berlin GmbH');
  const used = usageEvents(
    [{ sid: york.sid, zone: 'America/New_York' }],
    40,
    Date.parse('2026-11-29T20:00:00Z'),
    seeded(1),
  );
  // 03:00 GMT on 1 December is still November in New York.
  const lastHour = usageEvents(
    [{ sid: york.sid, zone: 'America/New_York' }],
    45,
    Date.parse('2026-12-01T04:00:00Z'),
    seeded(2),
  ).slice(40);
  await platform.use([...used, ...lastHour], (index) => index % 3 !== 0);

  platform.turnClock('2026-12-01T00:30:00Z'); // November is over in Berlin, not in New York.
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
  expect((await statementsOf(berlin)).map(({ Period, Payable }) => [Period, Payable])).toEqual([['2026-11', '0.00']]);
  expect(await statementsOf(york)).toEqual([]);

  platform.turnClock('2026-12-01T05:15:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Accounts: 1, Problem: null });
  const [statement] = await statementsOf(york);
  const total = listed([...used, ...lastHour]);
  expect(nanoOf(statement?.['Total'] ?? '')).toBe(total);
  expect(nanoOf(statement?.['Payable'] ?? '') + nanoOf(statement?.['CarriedOut'] ?? '')).toBe(total);
  const bytes = await bytesOf(york, '2026-11');
  expect(sha256(bytes[0] ?? '')).toBe(statement?.['Sha256']);
  expect(bytes[1]?.trimEnd().split('\n')).toHaveLength(1 + 45 + 2); // and what is carried in and out

  for (const again of [{}, { AccountSid: york.sid }, { AccountSid: york.sid, Period: '2026-11' }]) {
    expect(await platform.run(again)).toMatchObject({ Status: 'completed', Problem: null });
  }
  expect(await bytesOf(york, '2026-11')).toEqual(bytes);
  expect(await statementsOf(york)).toEqual([statement]);
});

// Guarantee: the next statement carries the remainder of the last and its hash.
test('statements are chained', async () => {
  const account = await platform.enrolIn('UTC', 'Chained');
  const december = usageEvents([{ sid: account.sid, zone: 'UTC' }], 25, Date.parse('2026-12-20T12:00:00Z'), seeded(5));
  await platform.use(december);
  platform.turnClock('2027-02-01T00:15:00Z');
  expect(await platform.run({ AccountSid: account.sid })).toMatchObject({ Status: 'completed', Problem: null });
  const [january, latest] = await statementsOf(account);
  expect([january?.['Period'], latest?.['Period']]).toEqual(['2027-01', '2026-12']);
  expect(january).toMatchObject({
    Total: '0.00',
    CarriedIn: latest?.['CarriedOut'],
    PreviousSha256: latest?.['Sha256'],
  });
});

// Guarantee: a period that is not over cannot be closed, and the refusal says until when it is open.
test('an open period stays open', async () => {
  const account = await platform.enrolIn('Europe/London', 'Open');
  const answer = await send(platform.billingApi, {
    method: 'POST',
    path: '/v1/BillingRuns',
    as: platform.operator,
    json: { AccountSid: account.sid, Period: '2027-02' },
  });
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 20409, message: expect.stringContaining('open until 2027-03-01T00:15:00.000Z') },
  });
});

// Guarantee: a preview shows what was used so far, marked as none, and stores nothing.
test('preview', async () => {
  const account = await platform.enrolIn('UTC', 'Previewed');
  const events = usageEvents(
    [{ sid: account.sid, zone: 'UTC' }],
    10,
    Date.parse('2027-02-01T00:10:00Z') + 3_600_000,
    seeded(6),
  );
  await platform.use(events);
  // Not what every request leaves behind: how often the account asked.
  const stored = async () =>
    (await platform.items()).filter(({ PK }) => /^(USE|LED|ROL|SEA|STA|RUN|PLA)#/.test(String(PK)));
  const before = await stored();
  const { status, body } = await send(platform.billingApi, {
    method: 'GET',
    path: `/v1/Accounts/${account.sid}/Statements/Preview.json`,
    as: account,
  });
  expect([status, body['Number'], body['PreviewAt']]).toEqual([200, null, '2027-02-01T00:15:00.000Z']);
  expect(nanoOf(String(body['Total']))).toBe(listed(events));
  expect(await stored()).toEqual(before);
});
