import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { type Credentials, send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let ledger: typeof import('../../../lib/metering/ledger-line.ts');
let usage: typeof import('../../../lib/metering/usage-event.ts');

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-24T12:00:00Z');
  ledger = await import('../../../lib/metering/ledger-line.ts');
  usage = await import('../../../lib/metering/usage-event.ts');
});
afterAll(() => platform?.close());

const post = (path: string, json: object, as: Credentials = platform.operator) =>
  send(platform.billingApi, { method: 'POST', path, as, json });
const get = (path: string) => send(platform.billingApi, { method: 'GET', path, as: platform.operator });

const load = (Deck: string, EffectiveFrom: string, Csv: string) =>
  post('/v1/Decks', { Deck, Currency: 'USD', EffectiveFrom, Csv });

const planOf = (Plan: string, Deck: string) => ({
  Plan,
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [{ Meter: 'calls-outbound', Per: 60, Price: { Model: 'deck', Deck } }],
});

const call = (sid: string, index: number, at: string, origin: string): UsageEvent =>
  usage.usageEvent(
    { sid, zone: 'UTC' },
    {
      microService: 'call',
      meter: 'calls-outbound',
      resourceSid: `CA${String(index).padStart(32, '0')}`,
      sequence: 0,
      quantity: 60n,
      destination: '+4930123456',
      origin,
      startedAt: Date.parse(at),
      finalizedAt: Date.parse(at) + 60_000,
      configurationVersion: 0,
    },
  );

// Guarantee: a use is priced by the deck's version that was in force when it began; the ledger line says by which, and
// the pair of prefixes; the statement adds it up.
test('versions of a deck', async () => {
  const first = await load('wholesale', '2026-01-01T00:00:00Z', 'prefix,origin,price\n49,,0.02\n49,1,0.03\n');
  expect([first.status, first.body['Version'], first.body['Rates']]).toEqual([201, 1, 2]);
  expect((await load('wholesale', '2026-11-25T00:00:00Z', 'prefix,price\n49,0.05\n')).body['Version']).toBe(2);
  expect((await load('wholesale', '2026-11-20T00:00:00Z', 'prefix,price\n49,0.05\n')).body['message']).toContain(
    'is over',
  );
  expect((await get('/v1/Decks/wholesale')).body).toMatchObject({ Versions: [{ Version: 2 }, { Version: 1 }] });
  expect((await get('/v1/Decks')).body).toMatchObject({ Decks: [{ Deck: 'wholesale' }] });

  expect((await post('/v1/RatePlans', planOf('business', 'wholesale'))).status).toBe(201);
  const account = await platform.enrolIn('UTC', 'Business');
  expect((await post(`/v1/Accounts/${account.sid}/Profiles`, { Plan: 'business' })).status).toBe(201);
  platform.turnClock('2026-11-25T12:00:00Z');
  await platform.use([
    call(account.sid, 1, '2026-11-24T13:00:00Z', '+442079460000'),
    call(account.sid, 2, '2026-11-24T13:00:00Z', '+12025550100'),
    call(account.sid, 3, '2026-11-25T00:00:00Z', '+12025550100'),
  ]);
  const lines = [
    ...(await ledger.linesOfDay(account.sid, '20261124')),
    ...(await ledger.linesOfDay(account.sid, '20261125')),
  ];
  expect(
    lines.map(({ deck, prefix, originPrefix, origin, amount }) => [deck, prefix, originPrefix, origin, amount]),
  ).toEqual([
    ['wholesale#1', '49', undefined, undefined, 20_000_000n],
    ['wholesale#1', '49', '1', '+12025550100', 30_000_000n],
    ['wholesale#2', '49', undefined, undefined, 50_000_000n],
  ]);
  platform.turnClock('2026-12-01T02:00:00Z');
  await platform.run();
  const statement = await send(platform.billingApi, {
    method: 'GET',
    path: `/v1/Accounts/${account.sid}/Statements/2026-11.json`,
    as: account,
  });
  expect(statement.body).toMatchObject({ Total: '0.10', UnratedLines: 0 });
});

// Guarantee: a deck with a fault is not loaded at all, and the fault is named by line and column; a plan cannot name a deck
// that is not there, or is in another currency.
test('nothing half-loaded', async () => {
  const { status, body } = await load('faulty', '2026-01-01T00:00:00Z', 'prefix,price\n49,0.01\n50,free\n');
  expect([status, body['message']]).toEqual([
    400,
    expect.stringContaining('line 3, price: "free" is not a decimal number'),
  ]);
  expect((await get('/v1/Decks/faulty')).status).toBe(404);
  expect((await platform.items()).filter(({ PK }) => PK === 'DEC#faulty')).toEqual([]);
  const missing = await post('/v1/RatePlans', planOf('nowhere', 'faulty'));
  expect([missing.status, missing.body['message']]).toEqual([
    400,
    expect.stringContaining('Lines.0.Price.Deck: there is no deck faulty in force at 2026-01-01T00:00:00Z'),
  ]);
  const euro = { ...planOf('euro', 'wholesale'), Currency: 'EUR' };
  expect((await post('/v1/RatePlans', euro)).body['message']).toContain('wholesale is in USD, the plan in EUR');
});

// Guarantee: 100,000 prefixes load whole, as text/csv with the rest in the query, and price like a naive search would.
test('100,000 prefixes', async () => {
  const rates = Array.from(
    { length: 100_000 },
    (_, index) => `${1_000_000 + index * 7},0.${String(index + 1).padStart(6, '0')}`,
  );
  const began = performance.now();
  const query = new URLSearchParams({ Deck: 'world', Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z' });
  const { status, body } = await send(platform.billingApi, {
    method: 'POST',
    path: `/v1/Decks?${query}`,
    as: platform.operator,
    text: `prefix,price\n${rates.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  const seconds = (performance.now() - began) / 1_000;
  expect([status, body['Rates']]).toEqual([201, 100_000]);
  const { deckInForce } = await import('../../../lib/metering/deck-in-force.ts');
  const { ratePlanVersions } = await import('../../../lib/metering/rate-plan.ts');
  await post('/v1/RatePlans', planOf('worldwide', 'world'));
  const [version] = await ratePlanVersions('worldwide');
  if (version === undefined) throw new Error('no plan');
  const at = Date.parse('2026-11-24T12:00:00Z');
  const started = performance.now();
  const deck = await deckInForce(version.rating, { meter: 'calls-outbound', startedAt: at }, at);
  console.log(
    `a deck of 100,000 prefixes: stored in ${seconds.toFixed(1)} s, ready to rate with in ${((performance.now() - started) / 1_000).toFixed(1)} s`,
  );
  for (const index of [0, 1, 49_999, 99_999]) {
    const prefix = String(1_000_000 + index * 7);
    expect(deck?.rates.find(`+${prefix}99`, undefined)?.prefix).toBe(prefix);
  }
  expect(deck?.rates.find('+999', undefined)).toBeUndefined();
});
