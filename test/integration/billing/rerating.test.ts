import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, send } from '../gateway.ts';
import { seeded, usageEvents } from '../usage/stream.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-20T12:00:00Z');
});
afterAll(() => platform.close());

const ask = (method: 'GET' | 'POST', path: string, json?: object, as: Credentials = platform.operator) =>
  send(platform.billingApi, { method, path, as, ...(json && { json }) });
const rerate = async ({ sid }: Credentials, json: object) =>
  (await ask('POST', `/v1/Accounts/${sid}/Reratings`, json)).body as {
    readonly Rated: number;
    readonly Amount: string;
    readonly Left: number;
    readonly Unrated: readonly { readonly Reason: string; readonly Meter: string; readonly Lines: number }[];
  };

/** The table's next transaction is written, and its answer lost: as if the function were killed at it. */
async function dieAtTransaction(nth: number) {
  const { documents } = await import('../../../lib/store/table.ts');
  let seen = 0;
  documents.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if ('TransactItems' in args.input) seen += 1;
      if (seen === nth) throw new Error('killed');
      return answer;
    },
    { step: 'initialize', name: 'killed' },
  );
  return () => documents.middlewareStack.remove('killed');
}

// Guarantee: usage without a price is rated again exactly once, in the open day, however often that is asked for, at once or
// after being killed; its quantity is counted once; the price is the resource's; the closed statement keeps its bytes.
test('re-rating of UNRATED lines', async () => {
  const account = await platform.enrolIn('Asia/Tokyo', 'Faxes');
  const zone = 'Asia/Tokyo';
  const events = usageEvents([{ sid: account.sid, zone }], 300, Date.parse('2026-11-20T18:00:00Z'), seeded(5)).map(
    (event) =>
      event.destination === 'sip:nobody'
        ? { ...event, meter: 'telexes', id: event.id.replace(event.meter, 'telexes') }
        : event,
  );
  await platform.use(events, (index) => index % 9 !== 0);
  platform.turnClock('2026-11-30T16:00:00Z');
  await platform.run({ AccountSid: account.sid });
  const objectKey = `${account.sid}/2026-11-1`;
  const bytes = await platform.readStatementBytes(objectKey, 'json');
  const november = JSON.parse(bytes);
  const faxes = events.filter(({ meter }) => meter === 'faxes');
  const telexes = events.filter(({ meter }) => meter === 'telexes');
  expect(november.UnratedLines).toBe(faxes.length + telexes.length);

  expect(await rerate(account, { Period: '2026-11' })).toMatchObject({
    Rated: 0,
    Unrated: expect.arrayContaining([expect.objectContaining({ Reason: 'no-line', Lines: faxes.length })]),
  });
  const plan = {
    Plan: 'faxes',
    Currency: 'USD',
    EffectiveFrom: '2026-01-01T00:00:00Z',
    Lines: [{ Meter: 'faxes', Price: { Model: 'per-unit', Price: '0.007' } }],
  };
  expect((await ask('POST', '/v1/RatePlans', plan)).status).toBe(201);
  const profile = { MicroService: '*', Plan: 'faxes', ValidFrom: '2026-12-10T00:00:00Z' };
  expect((await ask('POST', `/v1/Accounts/${account.sid}/Profiles`, profile)).status).toBe(201);

  const body = { Period: '2026-11', PricesAsOf: '2026-12-10T00:00:00Z' };
  expect((await ask('POST', `/v1/Accounts/${account.sid}/Reratings`, body, account)).status).toBe(404);
  expect((await ask('POST', `/v1/Accounts/${account.sid}/Reratings`, { ...body, Days: ['2026-11-20'] })).status).toBe(
    400,
  );
  const revive = await dieAtTransaction(1);
  await rerate(account, body);
  revive();
  platform.turnClock('2026-12-02T12:00:00Z'); // The open day has moved on.
  const answers = await Promise.all([1, 2, 3].map(() => rerate(account, body)));
  const units = faxes.reduce((total, { quantity }) => total + BigInt(quantity), 0n);
  const inLedger = (await platform.items()).filter(
    ({ PK, corrects }) => String(PK).startsWith(`LED#${account.sid}`) && corrects !== undefined,
  );
  expect(inLedger.map(({ corrects }) => String(corrects)).sort()).toEqual(faxes.map(({ id }) => id).sort());
  const killed = inLedger.filter(({ PK }) => String(PK).includes('20261201'));
  expect(killed.length).toBeGreaterThan(0); // of the transaction that was written
  expect(killed.length).toBeLessThan(faxes.length);
  expect(answers.reduce((total, { Rated }) => total + Rated, 0)).toBe(faxes.length - killed.length);
  expect(await rerate(account, body)).toMatchObject({
    Rated: 0,
    Left: 0,
    Unrated: [{ Reason: 'no-line', Meter: 'telexes', Lines: telexes.length }],
  });

  const { rollupsOf } = await import('../../../lib/metering/rollup.ts');
  const used = (await rollupsOf(account.sid, 'gmt', '20261101', '20261231')).filter(({ meter }) => meter === 'faxes');
  expect(used.map(({ lines, quantity }) => [lines, quantity])).toEqual([[BigInt(faxes.length), units]]);
  const { priceOf } = await import('../../../lib/metering/ledger-line.ts');
  const [fax] = faxes;
  const reference = { accountSid: account.sid, zone, meter: 'faxes', sequence: 0, resourceSid: fax?.resourceSid ?? '' };
  expect(await priceOf({ ...reference, finalizedAt: fax?.finalizedAt ?? 0 })).toBe(
    nanoOf('0.007') * BigInt(fax?.quantity ?? 0),
  );

  platform.turnClock('2026-12-31T16:00:00Z');
  await platform.run({ AccountSid: account.sid });
  const december = JSON.parse(await platform.readStatementBytes(`${account.sid}/2026-12-1`, 'json'));
  expect(december).toMatchObject({ UnratedLines: 0, Accounts: [{ Lines: faxes.length }] });
  expect(december.Groups).toMatchObject([{ Meter: 'faxes', Lines: faxes.length, Quantity: String(units) }]);
  expect(nanoOf(december.Total)).toBe(nanoOf('0.007') * units);
  expect(await platform.readStatementBytes(objectKey, 'json')).toBe(bytes);
  const { body: proof } = await ask('GET', `/v1/Accounts/${account.sid}/Verify`);
  expect([proof['Intact'], proof['Changed'], proof['Statements']]).toEqual([true, [], 2]);
  const lines = (await platform.items()).filter(({ PK }) => String(PK).startsWith(`LED#${account.sid}`));
  const ledger = lines.reduce((total, { amount }) => total + BigInt(amount as bigint), 0n);
  expect(nanoOf(november.Total) + nanoOf(december.Total)).toBe(ledger);
});
