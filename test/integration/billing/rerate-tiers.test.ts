import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';
import { randomPlan } from './random-plan.ts';

type Change = { readonly Plan: string; readonly Tier?: string };
/** What an account was on, from `cut` on too, and what it is to have been on, from `since` or from the beginning. */
type Case = {
  readonly name: string;
  readonly began: Change;
  readonly went?: Change;
  readonly right: Change;
  readonly since?: string;
};
type Credited = { readonly Credit: string; readonly Tier?: string };

const zone = 'America/New_York';
const cut = '2026-11-25T17:20:00Z';
const rightFrom = '2026-12-05T00:00:00Z';
const pricesAsOf = '2026-12-05T12:00:00Z';
const eventsEach = 16;
const seed = 20261125;
const random = seeded(seed);

const plain = { Plan: 'plain' };
const onTier = (Tier: string): Change => ({ Plan: 'mobile', Tier });
const cases: readonly Case[] = [
  { name: 'no tier, then overage', began: plain, right: onTier('silver') },
  { name: 'a limit of money', began: onTier('bronze'), right: onTier('purse') },
  {
    ...{ name: 'the second of two tiers', began: onTier('silver'), went: onTier('bronze') },
    ...{ right: onTier('purse'), since: cut },
  },
  { name: 'back to the first', began: onTier('silver'), went: onTier('bronze'), right: onTier('silver'), since: cut },
];

let platform: BillingPlatform;
/** By the case's name: the account to rate again, and one that had the right prices all along. */
const pairs = new Map<string, readonly [Credentials, Credentials]>();

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-25T12:00:00Z');
  for (const plan of [randomPlan('plain', random), mobile()])
    expect((await ask('POST', '/v1/RatePlans', plan)).status).toBe(201);
  for (const [index, { name, began, went, right, since }] of cases.entries()) {
    const late = await enrolled(`${name}, late`, began);
    if (went !== undefined) await onProfile(late, went, cut);
    const early = await enrolled(`${name}, early`, since === undefined ? right : began);
    if (since !== undefined) await onProfile(early, right, since);
    pairs.set(name, [late, early]);
    for (const { sid } of [late, early]) {
      const until = Date.parse('2026-11-25T18:00:00Z');
      await platform.use(usageEvents([{ sid, zone }], eventsEach, until, seeded(seed + index)));
    }
  }
  platform.turnClock('2026-12-01T06:00:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
});
afterAll(() => platform?.close());

const ask = (method: 'GET' | 'POST', path: string, json?: object) =>
  send(platform.billingApi, { method, path, as: platform.operator, ...(json && { json }) });

/** Every price model in the plan and, at other prices, in each tier; limits that a few uses go far beyond. */
function mobile(): object {
  const lines = () => (randomPlan('a tier', random) as { readonly Lines: readonly object[] }).Lines;
  const outbound = { Meter: 'calls-outbound', Price: '0.7777', Rates: [{ Prefix: '49', Price: '0.3333' }] };
  return {
    ...randomPlan('mobile', random),
    Tiers: [
      {
        Name: 'bronze',
        Lines: lines(),
        Limits: [
          { Meter: 'calls-outbound', Units: 7, AtLimit: 'refuse' },
          { Money: '3.21', AtLimit: 'refuse' },
        ],
      },
      {
        Name: 'silver',
        Lines: lines(),
        Limits: ['calls-outbound', 'calls-inbound', 'sms-outbound'].map((Meter) => ({
          ...{ Meter, Units: 11, AtLimit: 'overage' },
        })),
        OveragePrices: [
          outbound,
          { Meter: 'calls-inbound', Price: '0.0123' },
          { Meter: 'sms-outbound', Price: '0.000000007' },
        ],
      },
      {
        Name: 'purse',
        Lines: lines(),
        Limits: [{ Money: '2.345', AtLimit: 'overage' }],
        OveragePrices: [outbound, { Meter: 'sms-inbound', Price: '0.0321' }],
      },
    ],
  };
}

async function enrolled(FriendlyName: string, change: Change): Promise<Credentials> {
  const account = await platform.enrolIn(zone, FriendlyName);
  await onProfile(account, change);
  return account;
}

async function onProfile({ sid }: Credentials, change: Change, ValidFrom?: string): Promise<void> {
  const json = { MicroService: '*', ...change, ...(ValidFrom !== undefined && { ValidFrom }) };
  expect((await ask('POST', `/v1/Accounts/${sid}/Profiles`, json)).status).toBe(201);
}

const totalOf = async ({ sid }: Credentials) =>
  nanoOf(JSON.parse(await platform.readStatementBytes(`${sid}/2026-11-1`, 'json')).Total);

/** A credit note's changes, whose sum is its exact total. */
async function changesOf({ sid }: Credentials, number: string): Promise<readonly Credited[]> {
  const path = `/v1/Accounts/${sid}/CreditNotes/${number.slice(`${sid}-`.length).replace('-1-CN', '-CN')}.json`;
  const { body } = await ask('GET', path);
  const changes = [...(body['Lines'] as readonly Credited[]), ...(body['Adjustments'] as readonly Credited[])];
  expect(changes.reduce((total, { Credit }) => total + nanoOf(Credit), 0n)).toBe(nanoOf(String(body['Total'])));
  return changes;
}

// Guarantee: a closed period that is rated again by a plan with named tiers, limits and overage, whole or from a change of tier on, comes
// to what it cost an account that had those prices from the start, to the nano-unit; a credit note adds up, and names the tiers.
test(`${cases.length} months by named tiers`, async () => {
  const told: string[] = [];
  for (const { name, right, since } of cases) {
    const [late, early] = pairs.get(name) ?? [];
    if (late === undefined || early === undefined) throw new Error(`${name} has no accounts`);
    await onProfile(late, right, rightFrom);
    const json = {
      Lines: 'all',
      Period: '2026-11',
      PricesAsOf: pricesAsOf,
      ...(since !== undefined && { Since: since }),
    };
    const { status, body } = await ask('POST', `/v1/Accounts/${late.sid}/Reratings`, json);
    expect({ name, status }).toEqual({ name, status: 200 });
    const moved = nanoOf(String(body['Difference']));
    const difference = (await totalOf(late)) + moved - (await totalOf(early));
    expect({ name, difference }).toEqual({ name, difference: 0n });
    expect({ name, moved: moved === 0n }).toEqual({ name, moved: false });
    const note = body['CreditNote'] as { readonly Number: string } | null;
    if (note !== null) {
      const changes = await changesOf(late, note.Number);
      expect(changes.filter(({ Tier }) => Tier !== undefined)).not.toEqual([]);
    }
    told.push(`${name}: ${body['Difference']}, difference 0`);
  }
  console.log(
    `${cases.length} re-ratings by named tiers, limits and overage, in nano-units (seed ${seed}):\n${told.join('\n')}`,
  );
});
