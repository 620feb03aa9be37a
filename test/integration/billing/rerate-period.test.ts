import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formatNano, nano, nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';
import { type Item, inKeyOrder, killAt, restoreItems } from './killing.ts';
import { randomPlan } from './random-plan.ts';

type Entry = { readonly Number: string; readonly Net: string; readonly Payable: string; readonly Sha256: string };
type Rerated = {
  readonly Outcome: 'credit-note' | 'debit-line' | 'nothing';
  readonly Difference: string;
  readonly CreditNote: Entry | null;
  readonly DebitLine: { readonly Amount: string; readonly Corrects: string } | null;
};
/** One usage under three plans: the statements of `second` and `third` are what re-ratings of `first` must come to. */
type Round = { readonly first: Credentials; readonly second: Credentials; readonly third: Credentials };

const zone = 'America/New_York';
const rounds = 3;
const eventsEach = 25;
const seed = Date.now() % 1_000_000;
const random = seeded(seed);
const plans = new Set<string>();
let platform: BillingPlatform;
const made: Round[] = [];
/** Two accounts, each with a sub-account on its statement: one that had an own price from `cut` on, one that got it later. */
let families: readonly (readonly Credentials[])[] = [];
const cut = '2026-11-25T17:20:00Z';

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-25T12:00:00Z');
  for (let round = 0; round < rounds; round += 1) {
    const accounts = [];
    for (const name of ['first', 'second', 'third']) accounts.push(await enrolled(`${name}-${round}`));
    const [first, second, third] = accounts;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three accounts');
    made.push({ first, second, third });
    const until = Date.parse('2026-11-25T18:00:00Z');
    const drawn = Math.floor(random() * 1_000_000);
    for (const { sid } of accounts) await platform.use(usageEvents([{ sid, zone }], eventsEach, until, seeded(drawn)));
    await ask('POST', `/v1/Accounts/${first.sid}/Taxes`, { Name: 'VAT', Rate: '19' });
  }
  families = [await family('late'), await family('early')];
  for (const members of families)
    for (const { sid } of members) await onOwnPrice(sid, members === families[1] ? cut : '2026-12-05T00:00:00Z');
  for (const [index] of [...'ab'].entries()) {
    const until = Date.parse('2026-11-25T18:00:00Z');
    for (const members of families) {
      const sid = members[index]?.sid ?? '';
      await platform.use(usageEvents([{ sid, zone }], eventsEach, until, seeded(seed + index)));
    }
  }
  platform.turnClock('2026-12-01T06:00:00Z');
  expect(await platform.run()).toMatchObject({ Status: 'completed', Problem: null });
});
afterAll(() => platform.close());

const ask = (method: 'GET' | 'POST', path: string, json?: object) =>
  send(platform.billingApi, { method, path, as: platform.operator, ...(json && { json }) });

/** A tenant on a plan of its own, drawn at random. */
async function enrolled(name: string, Plan = name): Promise<Credentials> {
  if (!plans.has(Plan)) expect((await ask('POST', '/v1/RatePlans', randomPlan(Plan, random))).status).toBe(201);
  plans.add(Plan);
  const json = { FriendlyName: name, TimeZone: zone, Plan };
  const request = { method: 'POST', path: '/v1/Accounts', as: platform.operator, json } as const;
  const { body } = await send(platform.accountApi, request);
  return { sid: String(body['Sid']), authToken: String(body['AuthToken']) };
}

/** An account, and a sub-account whose usage stands on its statement. */
async function family(name: string): Promise<Credentials[]> {
  const parent = await enrolled(name, 'family');
  const request = {
    method: 'POST',
    path: '/v1/Accounts',
    as: parent,
    json: { FriendlyName: `${name}'s child` },
  } as const;
  const { body } = await send(platform.accountApi, request);
  expect((await ask('POST', `/v1/Accounts/${body['Sid']}/BillingDetails`, { Statements: 'parent' })).status).toBe(200);
  return [parent, { sid: String(body['Sid']), authToken: String(body['AuthToken']) }];
}

async function onOwnPrice(sid: string, ValidFrom: string): Promise<void> {
  const Overrides = [{ Meter: 'calls-outbound', Prefix: '49', Price: '0.0777' }];
  const json = { MicroService: 'call', Plan: 'family', ValidFrom, Overrides };
  expect((await ask('POST', `/v1/Accounts/${sid}/Profiles`, json)).status).toBe(201);
}

const statementText = ({ sid }: Credentials, period = '2026-11') =>
  platform.readStatementBytes(`${sid}/${period}-1`, 'json');
const statement = async (account: Credentials, period?: string) => JSON.parse(await statementText(account, period));

async function onPlan({ sid }: Credentials, Plan: string, ValidFrom: string): Promise<void> {
  expect((await ask('POST', `/v1/Accounts/${sid}/Profiles`, { MicroService: '*', Plan, ValidFrom })).status).toBe(201);
}

async function rerate({ sid }: Credentials, PricesAsOf: string, more: object = {}): Promise<Rerated> {
  const json = { ...more, Lines: 'all', Period: '2026-11', PricesAsOf, Reason: 'The prices were wrong' };
  const { status, body } = await ask('POST', `/v1/Accounts/${sid}/Reratings`, json);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Rerated;
}

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
const notesOf = async ({ sid }: Credentials) =>
  (await ask('GET', `/v1/Accounts/${sid}/CreditNotes`)).body['CreditNotes'] as readonly Entry[];
const reratingsOf = async ({ sid }: Credentials) =>
  (await ask('GET', `/v1/Accounts/${sid}/Reratings?Period=2026-11`)).body['Reratings'] as readonly Rerated[];

// Guarantee: whatever was used, and however prices change, the statement less its credit notes and with its debit lines is what
// the period costs at the new prices, to the nano-unit, tiers, packages, allowances and commitments included; asked three
// times at once, and again, it is done once, and listed so; the statement's bytes stay.
test('a closed period at other prices', async () => {
  let greatest = 0n;
  const outcomes: string[] = [];
  for (const [round, { first, second, third }] of made.entries()) {
    const bytes = await statementText(first);
    await onPlan(first, `second-${round}`, '2026-12-05T00:00:00Z');
    await onPlan(first, `third-${round}`, '2026-12-06T00:00:00Z');
    let expected = nanoOf(JSON.parse(bytes).Total);
    for (const [twin, at] of [
      [second, '2026-12-05T12:00:00Z'],
      [third, '2026-12-06T12:00:00Z'],
    ] as const) {
      const answers = await Promise.all([1, 2, 3].map(() => rerate(first, at)));
      const [done, ...more] = answers.filter(({ Outcome }) => Outcome !== 'nothing');
      expect({ seed, more }).toEqual({ seed, more: [] });
      expected = nano(expected + nanoOf(done?.Difference ?? '0'));
      const difference = expected - nanoOf((await statement(twin)).Total);
      if (size(difference) > greatest) greatest = size(difference);
      expect({ seed, round, difference }).toEqual({ seed, round, difference: 0n });
      outcomes.push(done?.Outcome ?? 'nothing');
      expect(await rerate(first, at)).toMatchObject({ Outcome: 'nothing', Difference: '0', CreditNote: null });
    }
    expect(await statementText(first)).toBe(bytes);
    const listed = await reratingsOf(first);
    expect(listed.map(({ Outcome }) => Outcome)).toEqual(outcomes.slice(-2).filter((outcome) => outcome !== 'nothing'));
    expect(
      listed.reduce((sum, { Difference }) => nano(sum + nanoOf(Difference)), nanoOf(JSON.parse(bytes).Total)),
    ).toBe(expected);
  }
  console.log(
    `${outcomes.length} re-ratings of ${rounds} months (${outcomes.join(', ')}): original - credit + debit = recomputation, difference ${greatest} nano-units (seed ${seed})`,
  );
});

// Guarantee: with `Since` only what began from there on gets the other price, here an own one, on the account and on the
// sub-accounts of its statement; to the nano-unit as if it had been in force from then on.
test('part of a period, with a sub-account', async () => {
  const [[late, child], [early]] = families as [[Credentials, Credentials], [Credentials]];
  const done = await rerate(late, '2026-12-05T12:00:00Z', { Since: cut });
  expect(nanoOf((await statement(late)).Total) + nanoOf(done.Difference)).toBe(nanoOf((await statement(early)).Total));
  expect((await ask('POST', `/v1/Accounts/${child.sid}/Reratings`, { Lines: 'all', Period: '2026-11' })).status).toBe(
    400,
  );
});

// Guarantee: a credit note says what it gives back so that anybody can add it up: lines, adjustments and what was settled
// before make its exact total, that is rounded once, taxed at the statement's rate, chained to the statement and the note before.
test('what a credit note says', async () => {
  let notes = 0;
  for (const { first } of made) {
    const before = await ask('GET', `/v1/Accounts/${first.sid}/Statements`);
    let previous = (before.body['Statements'] as readonly Entry[])[0]?.Sha256;
    for (const { Number: number, Sha256 } of (await notesOf(first)).toReversed()) {
      const path = `/v1/Accounts/${first.sid}/CreditNotes/${number.slice(`${first.sid}-`.length).replace('-1-CN', '-CN')}`;
      const { body } = await ask('GET', `${path}.json`);
      const note = body as Record<string, string> & {
        readonly Lines: readonly { readonly Credit: string }[];
        readonly Adjustments: readonly { readonly Credit: string }[];
        readonly Taxes: readonly { readonly Amount: string }[];
      };
      const credits = [...note.Lines, ...note.Adjustments].reduce((sum, { Credit }) => sum + nanoOf(Credit), 0n);
      expect(credits + nanoOf(note['EarlierReratings'] ?? '')).toBe(nanoOf(note['Total'] ?? ''));
      expect(nanoOf(note['Net'] ?? '') + nanoOf(note['CarriedOut'] ?? '')).toBe(nanoOf(note['Total'] ?? ''));
      const exactTax = nanoOf(note['Net'] ?? '') * 19n;
      const tax = nanoOf(note.Taxes[0]?.Amount ?? '');
      expect((exactTax - tax * 100n) ** 2n).toBeLessThanOrEqual((100n * 5_000_000n) ** 2n);
      expect(nanoOf(note['Payable'] ?? '')).toBe(nanoOf(note['Net'] ?? '') + tax);
      expect(note['PreviousSha256']).toBe(previous);
      previous = Sha256;
      notes += 1;
    }
  }
  console.log(`${notes} credit notes add up, each chained to what it follows (seed ${seed})`);
});

// Guarantee: over an account's life statements less credit notes are the ledger and what the plans adjust, within half of the
// currency's minor unit: what a credit note's rounding leaves is on the next statement. All of it verifies.
test('statements less credit notes = ledger', async () => {
  platform.turnClock('2027-01-01T06:00:00Z');
  for (const { first } of made)
    expect(await platform.run({ AccountSid: first.sid })).toMatchObject({ Status: 'completed', Problem: null });
  const items = await platform.items();
  let greatest = 0n;
  for (const { first } of made) {
    const statements = [await statement(first), await statement(first, '2026-12')];
    const notes = await notesOf(first);
    const ledger = items
      .filter(({ PK }) => String(PK).startsWith(`LED#${first.sid}#`))
      .reduce((sum, { amount }) => sum + BigInt(amount as bigint), 0n);
    const adjusted = statements
      .flatMap(({ Adjustments }) => Adjustments as { readonly Kind: string; readonly Amount: string }[])
      .filter(({ Kind }) => Kind !== 'credit-note')
      .reduce((sum, { Amount }) => sum + nanoOf(Amount), 0n);
    const billed = statements.reduce((sum, { Net }) => sum + nanoOf(Net), 0n);
    const credited = notes.reduce((sum, { Net }) => sum + nanoOf(Net), 0n);
    const drift = billed - credited - ledger - adjusted;
    expect({ seed, drift }).toEqual({ seed, drift: -nanoOf(statements[1].CarriedOut) });
    if (size(drift) > greatest) greatest = size(drift);
    const { body } = await ask('GET', `/v1/Accounts/${first.sid}/Verify`);
    expect([body['Changed'], body['Intact'], body['CreditNotes']]).toEqual([[], true, notes.length]);
  }
  expect(greatest).toBeLessThanOrEqual(5_000_000n);
  console.log(`greatest drift of ${made.length} accounts' lives: ${formatNano(nano(greatest))}, at most half a cent`);
});

async function bucketKeys(prefix: string): Promise<string[]> {
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: process.env['STATEMENTS_BUCKET'], Prefix: prefix }),
  );
  return Contents.map(({ Key = '' }) => Key);
}

// Guarantee: a re-rating killed before or after any of its writes, and asked for again, ends with the very bytes and items of
// one that nothing disturbed.
test('killed at every write and asked for again', async () => {
  const { s3 } = await import('../../../lib/store/bucket.ts');
  const [round] = made;
  if (round === undefined) throw new Error('no round');
  const { third } = round;
  const prefix = `${third.sid}/credit-notes/`;
  const cheap = {
    ...randomPlan('cheap', seeded(1)),
    Commitment: undefined,
    Lines: ['calls-outbound', 'calls-inbound', 'sms-outbound', 'sms-inbound', 'faxes'].map((Meter) => ({
      Meter,
      Price: { Model: 'per-unit', Price: '0.000000001' },
    })),
  };
  expect((await ask('POST', '/v1/RatePlans', cheap)).status).toBe(201);
  await onPlan(third, 'cheap', '2027-01-02T00:00:00Z');
  const at = '2027-01-02T00:00:00Z';
  const snapshot = await platform.items();
  const bytes = async () =>
    Promise.all(
      (await bucketKeys(prefix)).map(async (key) => {
        const [name = '', form] = key.split(/\.(?=[a-z]+$)/);
        return [key, await platform.readStatementBytes(name, form as 'json')];
      }),
    );

  const undisturbed = await killAt(0, 'before');
  expect(await rerate(third, at)).toMatchObject({ Outcome: 'credit-note' });
  undisturbed.remove();
  const [writtenBytes, items] = [await bytes(), await billed(third)];
  const count = undisturbed.seen();
  for (let nth = 1; nth <= count; nth += 1) {
    for (const moment of ['before', 'after'] as const) {
      await restoreItems(platform, snapshot, third.sid);
      for (const Key of await bucketKeys(prefix))
        await s3.send(new DeleteObjectCommand({ Bucket: process.env['STATEMENTS_BUCKET'], Key }));
      const killing = await killAt(nth, moment);
      const json = { Lines: 'all', Period: '2026-11', PricesAsOf: at, Reason: 'The prices were wrong' };
      const { status } = await ask('POST', `/v1/Accounts/${third.sid}/Reratings`, json);
      killing.remove();
      expect(status).toBe(500);
      await rerate(third, at);
      expect(await bytes()).toEqual(writtenBytes);
      expect(await billed(third)).toEqual(items);
    }
  }
  console.log(`killed before and after each of its ${count} writes and asked for again: ${2 * count} times the same`);
  expect(count).toBe(5); // four forms, one transaction
});

/** What of an account its money is made of. Without an Idempotency-Key each attempt has a SID of its own. */
async function billed({ sid }: Credentials): Promise<Item[]> {
  const items = (await platform.items()).filter(({ PK }) => /^(STA|LED|ROL|COR|SEA)#/.test(String(PK)));
  const named = (value: unknown) => (typeof value === 'string' ? value.replace(/CR[0-9a-f]{32}/g, 'CR') : value);
  const own = items.filter(({ PK }) => String(PK).includes(sid)).map(({ digest, ...rest }) => rest);
  return inKeyOrder(own).map((item) =>
    Object.fromEntries(Object.entries(item).map(([name, value]) => [name, named(value)])),
  );
}
