import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { usageEvent } from '../../../lib/metering/usage-event.ts';
import { nanoOf } from '../../../lib/money/nano.ts';
import { type Credentials, gatewayEvent, send } from '../gateway.ts';
import { type BillingPlatform, startBillingPlatform } from './billing-platform.ts';

let platform: BillingPlatform;
let tenant: Credentials;
let child: Credentials;

const idOf = (index: number): string => `CA${String(index).padStart(32, '0')}`;
const span = { From: '2026-11-23T00:00:00Z', To: '2026-11-25T00:00:00Z', Currency: 'USD' };
const head = 'service,id,direction,quantity,cost\n';

beforeAll(async () => {
  platform = await startBillingPlatform('2026-11-25T12:00:00Z');
  tenant = await platform.enrolIn('America/New_York', 'Tenant');
  child = await platform.enrol(tenant, 'Sub-account');
  const { ourSid } = await import('../../../lib/carrier/our-sid.ts');
  const upstream = process.env['CARRIER_ACCOUNT_SID'] ?? '';
  /** A use of what the carrier calls by an id, as its webhooks made it. */
  const used = async (owner: Credentials, index: number, quantity: bigint, at: string) =>
    usageEvent(
      { sid: owner.sid, zone: 'America/New_York' },
      {
        ...{ microService: 'call', meter: 'calls-outbound', sequence: 0, quantity, configurationVersion: 0 },
        resourceSid: await ourSid('CA', { carrier: 'twilio', account: upstream, id: idOf(index) }),
        destination: index % 2 === 0 ? '+14155550123' : '+4930123456',
        startedAt: Date.parse(at) - 1_000,
        finalizedAt: Date.parse(at),
      },
    );
  await platform.use([
    await used(tenant, 1, 61n, '2026-11-23T10:00:00Z'),
    await used(tenant, 2, 30n, '2026-11-24T10:00:00Z'),
    await used(child, 3, 10n, '2026-11-24T11:00:00Z'),
    await used(child, 4, 90n, '2026-11-24T12:00:00Z'),
    await used(tenant, 5, 20n, '2026-11-25T00:00:30Z'), // begun within the span, ended behind it
    await used(tenant, 6, 20n, '2026-11-25T01:00:00Z'), // not the list's
  ]);
});
afterAll(() => platform.close());

const rowOf = (index: number, quantity: number, cost = '-0.0085', direction = 'outbound-api'): string =>
  `call,${idOf(index)},${direction},${quantity},${cost}\n`;
const csv = `${head}${rowOf(1, 61)}${rowOf(2, 31)}${rowOf(3, 10, '0.5', 'inbound')}${rowOf(5, 20)}${rowOf(5, 20)}${rowOf(9, 7)}`;

const post = (path: string, json: object, as = platform.operator) =>
  send(platform.billingApi, { method: 'POST', path, as, json });

// Guarantee: the carrier's list against the ledgers of all accounts: exactly what is only there, only here, repeated or
// different; what the list's edge cuts is matched; and what each account's destinations earned, exactly.
test('the report', async () => {
  const { status, body } = await post('/v1/Reconciliations', { ...span, Csv: csv });
  expect({ status, records: body['Records'], matched: body['Matched'] }).toEqual({
    status: 200,
    records: 6,
    matched: 4,
  });
  const differences = body['Differences'] as Record<string, unknown>[];
  expect(differences.map(({ Kind, CarrierId, Fields, AccountSid }) => [Kind, CarrierId, Fields, AccountSid])).toEqual([
    ['different', idOf(2), ['quantity'], tenant.sid],
    ['different', idOf(3), ['direction'], child.sid],
    ['repeated', idOf(5), [], tenant.sid],
    ['missing', idOf(9), [], null],
    ['extra', null, [], child.sid],
  ]);
  expect(differences[0]).toMatchObject({ Line: 3, CarrierQuantity: '31', Quantity: '30' });
  const margins = body['Margins'] as Record<string, string>[];
  expect(margins.map(({ AccountSid, Prefix, Uses }) => [AccountSid, Prefix, Uses]).sort()).toEqual(
    [
      [child.sid, '49', 1],
      [tenant.sid, '1', 1],
      [tenant.sid, '49', 2],
    ].sort(),
  );
  for (const { Revenue = '', Cost = '', Margin = '' } of margins)
    expect(nanoOf(Margin)).toBe(nanoOf(Revenue) - nanoOf(Cost));
  expect(margins.find(({ AccountSid }) => AccountSid === child.sid)).toMatchObject({
    Revenue: '0.0164',
    Margin: '-0.4836',
  });
});

// Guarantee: the list may be the body itself; the CSV has the same, and a loss is a number in it.
test('as CSV', async () => {
  const asked = async (what: string) => {
    const path = `/v1/Reconciliations/${what}.csv?${new URLSearchParams(span)}`;
    const event = gatewayEvent({
      method: 'POST',
      path,
      as: platform.operator,
      headers: { 'content-type': 'text/csv' },
    });
    const context = { getRemainingTimeInMillis: () => 29_000 } as never;
    return platform.billingApi({ ...event, body: csv }, context);
  };
  const differences = await asked('Differences');
  expect(differences.statusCode).toBe(200);
  expect(differences.body?.split('\n')[0]).toBe(
    'Kind,Fields,CarrierId,Line,AccountSid,ResourceSid,CarrierQuantity,Quantity,CarrierDirection,Direction,Cost',
  );
  expect(differences.body?.trimEnd().split('\n')).toHaveLength(1 + 5);
  expect((await asked('Margins')).body).toContain(`${child.sid},49,1,USD,0.0164,USD,0.5,-0.4836\n`);
});

// Guarantee: a list that cannot be read is refused with line and column, a time that is none with its name; a tenant finds no such route.
test('refusals', async () => {
  const wrong = await post('/v1/Reconciliations', { ...span, Csv: `${head}call,CA1,inbound,one,1` });
  expect(wrong).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('line 2, quantity: "one" is not a whole number') },
  });
  const backwards = await post('/v1/Reconciliations', { ...span, To: span.From, Csv: csv });
  expect(backwards).toMatchObject({ status: 400, body: { message: expect.stringContaining('To: ') } });
  expect(await post('/v1/Reconciliations', { ...span, Csv: csv }, tenant)).toMatchObject({ status: 404 });
});

// Guarantee: a use counts with all its lines, in whatever month they stand: one that came after its day's seal is not missing,
// and one that had no price and was rated again a month later brings its revenue in the month in which it was used.
test('lines that stand in another month', async () => {
  const owner = await platform.enrolIn('UTC', 'Late');
  const { ourSid } = await import('../../../lib/carrier/our-sid.ts');
  const account = process.env['CARRIER_ACCOUNT_SID'] ?? '';
  const used = async (index: number, meter: string) =>
    usageEvent(
      { sid: owner.sid, zone: 'UTC' },
      {
        ...{ microService: 'call', meter, sequence: 0, quantity: 60n, configurationVersion: 0 },
        ...{
          resourceSid: await ourSid('CA', { carrier: 'twilio', account, id: idOf(index) }),
          destination: '+4930123456',
        },
        ...{ startedAt: Date.parse('2026-11-28T10:00:00Z'), finalizedAt: Date.parse('2026-11-28T10:01:00Z') },
      },
    );
  const price = { Model: 'per-unit', Price: '0.02' };
  const common = { Currency: 'USD', EffectiveFrom: '2026-01-01T00:00:00Z' };
  const plan = { ...common, Plan: 'inbound-only', Lines: [{ Meter: 'calls-inbound', Per: 60, Price: price }] };
  expect((await post('/v1/RatePlans', plan)).status).toBe(201);
  platform.turnClock('2026-11-25T13:00:00Z');
  const profiles = `/v1/Accounts/${owner.sid}/Profiles`;
  expect(
    (await post(profiles, { MicroService: '*', Plan: 'inbound-only', ValidFrom: '2026-11-26T00:00:00Z' })).status,
  ).toBe(201);
  platform.turnClock('2026-11-28T10:02:00Z');
  await platform.use([await used(21, 'calls-outbound')]);
  platform.turnClock('2026-12-02T09:00:00Z');
  await platform.run({ AccountSid: owner.sid });
  await platform.use([await used(22, 'calls-inbound')]);
  const both = {
    ...common,
    Plan: 'both',
    Lines: ['calls-inbound', 'calls-outbound'].map((Meter) => ({ Meter, Per: 60, Price: price })),
  };
  expect((await post('/v1/RatePlans', both)).status).toBe(201);
  expect((await post(profiles, { MicroService: '*', Plan: 'both', ValidFrom: '2026-12-05T00:00:00Z' })).status).toBe(
    201,
  );
  const rerated = { Period: '2026-11', PricesAsOf: '2026-12-05T00:00:00Z' };
  expect(await post(`/v1/Accounts/${owner.sid}/Reratings`, rerated)).toMatchObject({ status: 200, body: { Rated: 1 } });

  const late = { From: '2026-11-28T00:00:00Z', To: '2026-11-29T00:00:00Z', Currency: 'USD' };
  const list = `${head}${rowOf(21, 60)}${rowOf(22, 60, '0.0085', 'inbound')}`;
  const { body } = await post('/v1/Reconciliations', { ...late, Csv: list });
  expect(body).toMatchObject({ Matched: 2, Differences: [] });
  const margins = (body['Margins'] as Record<string, string>[]).filter(({ AccountSid }) => AccountSid === owner.sid);
  expect(margins).toMatchObject([{ Uses: 2, Revenue: '0.04', Cost: '0.017', Margin: '0.023' }]);
  const december = { From: '2026-12-01T00:00:00Z', To: '2026-12-03T00:00:00Z', Currency: 'USD' };
  expect((await post('/v1/Reconciliations', { ...december, Csv: head })).body).toMatchObject({ Differences: [] });
});
