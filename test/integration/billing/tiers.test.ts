import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Calling, startCalling } from '../call/calling.ts';
import { dialling } from '../call/paying.ts';
import { type Credentials, gatewayEvent, type Handler, send } from '../gateway.ts';
import { streamEvent } from '../usage/stream.ts';

let calling: Calling;
let billing: Handler;

beforeAll(async () => {
  calling = await startCalling();
  billing = (await import('../../../functions/billing/http.ts')).handler as unknown as Handler;
  expect(await post('/v1/RatePlans', mobile)).toMatchObject({ status: 201, body: { Tiers: mobile.Tiers } });
});
afterAll(() => calling?.voice.close());

const calls = { Meter: 'calls-outbound', Per: 60, Increment: { First: 60, Next: 60 } };
const perMinute = (price: string) => ({ ...calls, Price: { Model: 'per-unit', Price: price } });
const mobile = {
  Plan: 'mobile',
  Currency: 'USD',
  EffectiveFrom: '2026-01-01T00:00:00Z',
  Lines: [
    perMinute('0.05'),
    { Meter: 'sms-outbound', Price: { Model: 'per-unit', Price: '0.01' } },
    { Meter: 'recordings', Price: { Model: 'per-unit', Price: '0.001' } },
  ],
  Tiers: [
    { Name: 'bronze', Lines: [perMinute('0.03')], Limits: [{ Meter: 'calls-outbound', Units: 3, AtLimit: 'refuse' }] },
    {
      Name: 'silver',
      Lines: [perMinute('0.02')],
      Limits: [{ Meter: 'calls-outbound', Units: 3, AtLimit: 'overage' }],
      OveragePrices: [{ Meter: 'calls-outbound', Price: '0.5' }],
    },
    { Name: 'quiet', Limits: [{ Meter: 'sms-outbound', Units: 2, AtLimit: 'refuse' }] },
    { Name: 'purse', Limits: [{ Money: '0.15', AtLimit: 'refuse' }] },
  ],
};

const post = (path: string, json: object) =>
  send(billing, { method: 'POST', path, as: calling.voice.platform.operator, json });
const profileOn = (tenant: Credentials, json: object) => post(`/v1/Accounts/${tenant.sid}/Profiles`, json);

/** Places a call to somebody who would talk for `seconds`, and lets that time pass. */
async function call(tenant: Credentials, From: string, seconds: number, form: Record<string, string> = {}) {
  const Twiml = `<Response><Pause length="${seconds}"/></Response>`;
  calling.voice.carrier.phone('+15550199001').answersAfter('1s');
  const answer = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', {
    ...{ From, To: '+15550199001', Twiml },
    ...form,
  });
  await calling.voice.clock.advanceBy(`${seconds + 60}s`);
  return answer;
}

/** Rates all that an account has used so far, as the stream brings it. */
async function rate({ sid }: Credentials): Promise<void> {
  const { handler } = await import('../../../functions/usage/stream.ts');
  const { usageEventsOfDay } = await import('../../../lib/metering/usage-event.ts');
  expect(await handler(streamEvent(await usageEventsOfDay(sid, '20261124')))).toEqual({ batchItemFailures: [] });
}

const preview = (tenant: Credentials, form: string) =>
  ({ method: 'GET', path: `/v1/Accounts/${tenant.sid}/Statements/Preview${form}`, as: tenant }) as const;
const previewOf = (tenant: Credentials) => send(billing, preview(tenant, ''));
const pageOf = async (tenant: Credentials): Promise<string> =>
  String((await billing(gatewayEvent(preview(tenant, '.html')), {} as never)).body);
const limitsOf = async ({ sid }: Credentials) =>
  (await calling.voice.itemsOf(`BAL#${sid}`))
    .filter(({ SK }) => String(SK).startsWith('LIMIT'))
    .map(({ SK, taken, held }) => [SK, Number(taken), Number(held)]);

// Guarantee: a call is ended when what a tier's limit leaves is used; the next is refused, and told by which limit of which tier and
// plan, and until when; nothing is stored of it, and other micro-services go on.
test('a limit that refuses', async () => {
  const { tenant, from } = await calling.tenantWith({});
  expect(await profileOn(tenant, { Plan: 'mobile', Tier: 'bronze' })).toMatchObject({
    status: 201,
    body: { Profiles: expect.arrayContaining([expect.objectContaining({ Plan: 'mobile', Tier: 'bronze' })]) },
  });
  await call(tenant, from, 61); // 2 minutes of 3
  await rate(tenant);
  const { body } = await call(tenant, from, 600);
  expect(await calling.itemOf(body['sid'])).toMatchObject({ limitSeconds: 60, durationSeconds: 60 });

  const before = await calling.voice.platform.items();
  const refused = await call(tenant, from, 1);
  expect(refused).toMatchObject({ status: 403, body: { code: 20006 } });
  expect(refused.body['message']).toBe(
    'Access Denied: tier bronze of rate plan mobile allows 3 minutes of calls-outbound in a period, too little of which is left until 2026-12-01T00:00:00.000Z',
  );
  expect(await calling.voice.platform.items()).toEqual(before);
  const message = { From: from, To: '+15550199002', Body: 'still here' };
  expect((await calling.voice.post(calling.voice.messages, tenant, 'Messages.json', message)).status).toBe(201);

  await rate(tenant);
  await rate(tenant);
  expect(await limitsOf(tenant)).toEqual([['LIMIT#2026-11#mobile#1#bronze#calls-outbound', 180, 0]]);
  const { body: preview } = await previewOf(tenant);
  expect(preview['Total']).toBe('0.09'); // 3 minutes at the tier's price
});

// Guarantee: of calls that begin at once exactly as many get in as the limit allows, through the API too; a call that the carrier refuses
// gives back what was kept.
test('calls at once on a limit for three', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await profileOn(tenant, { Plan: 'mobile', Tier: 'bronze' });
  const form = { From: from, Twiml: '<Response><Pause length="10"/></Response>', TimeLimit: '60' };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      calling.voice.post(calling.voice.calls, tenant, 'Calls.json', { ...form, To: '+15550199001' }),
    ),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 201, 201, 403, 403, 403, 403, 403]);
  expect(await limitsOf(tenant)).toContainEqual(['LIMIT#2026-11#mobile#1#bronze#calls-outbound', 180, 180]);
  await calling.voice.clock.advanceBy('2m');
  await rate(tenant);
  expect(await limitsOf(tenant)).toEqual([['LIMIT#2026-11#mobile#1#bronze#calls-outbound', 180, 0]]);
});

/** The calls that an account has, its `<Dial>` legs, or those that came in. */
const callsOf = async ({ sid }: Credentials, direction: 'outbound-dial' | 'inbound') =>
  (await calling.voice.itemsOf('RES#CA')).filter(
    (item) => item['accountSid'] === sid && item['direction'] === direction,
  );

// Guarantee: a leg that a call dials is held for under its account's limit, and ends when that is used; where nothing is left the document
// is not executed, nobody is called, and the account reads by which limit. What was never dialled is given back.
test('a limit that refuses legs', async () => {
  const from = '+12125550172';
  const tenant = await calling.voice.tenantWith(from, '/voice');
  await profileOn(tenant, { Plan: 'mobile', Tier: 'bronze' });
  const limit = 'LIMIT#2026-11#mobile#1#bronze#calls-outbound';
  for (const to of ['+15550199003', '+15550199004'])
    calling.voice.carrier.phone(to).answersAfter('1s').hangsUpAfter('12h');
  const comesIn = (caller: string, seconds: number) =>
    calling.voice.carrier.phone(caller).hangsUpAfter(`${seconds}s`).dials(from);

  const [first, second] = ['<Dial timeLimit="60">+15550199003</Dial>', '<Dial timeLimit="60">+15550199004</Dial>'];
  calling.voice.twiml['/voice'] = `<Response>${first}${second}</Response>`;
  comesIn('+15550199005', 40);
  await calling.voice.clock.advanceBy('20s');
  expect(await limitsOf(tenant)).toContainEqual([limit, 120, 120]);
  await calling.voice.clock.advanceBy('1m');
  await rate(tenant);
  expect(await limitsOf(tenant)).toContainEqual([limit, 120, 60]);
  const [parent] = await callsOf(tenant, 'inbound');
  await calling.work(calling.due(String(parent?.['PK']).slice('RES#'.length), 'call.rides'));
  expect(await limitsOf(tenant)).toEqual([[limit, 60, 0]]); // the first leg's minute

  calling.voice.twiml['/voice'] = dialling('+15550199003');
  comesIn('+15550199006', 40_000);
  await calling.voice.clock.advanceBy('10m');
  await rate(tenant);
  const legs = await callsOf(tenant, 'outbound-dial');
  expect(Math.max(...legs.map((leg) => Number(leg['durationSeconds'])))).toBe(120);
  expect(await limitsOf(tenant)).toEqual([[limit, 180, 0]]);

  comesIn('+15550199007', 40_000);
  await calling.voice.clock.advanceBy('2m');
  expect(await callsOf(tenant, 'outbound-dial')).toHaveLength(legs.length);
  const { body } = await calling.voice.get(calling.voice.calls, tenant, 'Notifications.json');
  const notices = JSON.stringify(body);
  expect(notices).toContain('20006');
  expect(notices).toContain('tier+bronze+of+rate+plan+mobile+allows+3+minutes+of+calls-outbound');
});

// Guarantee: a call that was placed, and keeps back all that its limit leaves, shares it with a leg that it dials: both end when it is used, and
// together they take the limit, no more.
test('a call shares its limit with its leg', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await profileOn(tenant, { Plan: 'mobile', Tier: 'bronze' });
  calling.voice.carrier.phone('+15550199003').answersAfter('1s').hangsUpAfter('12h');
  calling.voice.carrier.phone('+15550199008').answersAfter('1s').hangsUpAfter('12h');
  const form = { From: from, To: '+15550199008', Twiml: dialling('+15550199003') };
  const { body } = await calling.voice.post(calling.voice.calls, tenant, 'Calls.json', form);
  expect(await calling.itemOf(body['sid'])).toMatchObject({ limitSeconds: 180 });
  await calling.voice.clock.advanceBy('10m');
  const { limitSeconds, durationSeconds = 0 } = await calling.itemOf(body['sid']);
  expect(limitSeconds).toBeLessThanOrEqual(120);
  expect(durationSeconds).toBeLessThanOrEqual(limitSeconds);
  const legs = await callsOf(tenant, 'outbound-dial');
  expect(legs.map((leg) => leg['durationSeconds'])).toEqual([60]);
  await rate(tenant);
  expect(await limitsOf(tenant)).toEqual([['LIMIT#2026-11#mobile#1#bronze#calls-outbound', 180, 0]]);
});

// Guarantee: with overage the call is admitted, and what is over the limit is priced at the overage price at the period's close; preview, page
// and PDF show tier, limit and overage. A change of tier within the period starts its limit anew, and segments the period (rule 14).
test('a limit with overage, and a change of tier', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await profileOn(tenant, { Plan: 'mobile', Tier: 'silver' });
  await call(tenant, from, 115);
  await call(tenant, from, 115);
  await rate(tenant);
  const { body: preview } = await previewOf(tenant);
  expect(preview['Adjustments']).toMatchObject([
    { Kind: 'over-limit', Meter: 'calls-outbound', Units: '60', Tier: 'silver', Amount: '-0.02' },
    { Kind: 'overage', Meter: 'calls-outbound', Units: '60', Tier: 'silver', Amount: '0.50' },
  ]);
  expect(preview['Total']).toBe('0.56');
  const page = await pageOf(tenant);
  expect(page).toContain('mobile, version 1, silver');
  expect(page).toContain('Above the limit: 0.5 a minute');

  await profileOn(tenant, { Plan: 'mobile', Tier: 'bronze' });
  await call(tenant, from, 115);
  await rate(tenant);
  const { body: later } = await previewOf(tenant);
  expect(later['Total']).toBe('0.62'); // two minutes more, within bronze's own three
  expect(later['Plans']).toMatchObject([
    { Plan: 'mobile', Tier: 'silver' },
    { Plan: 'mobile', Tier: 'bronze' },
  ]);
});

// Guarantee: of messages, too, as many segments get in as the limit allows, a message whole or not at all; calls go on.
test('a limit of segments', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await profileOn(tenant, { Plan: 'mobile', Tier: 'quiet' });
  const text = (length: number) =>
    calling.voice.post(calling.voice.messages, tenant, 'Messages.json', {
      ...{ From: from, To: '+15550199002', Body: 'x'.repeat(length) },
    });
  expect((await text(10)).status).toBe(201);
  expect(await text(200)).toMatchObject({
    status: 403,
    body: { code: 20006, message: expect.stringContaining('allows 2 segments of sms-outbound in a period') },
  });
  expect((await text(10)).status).toBe(201);
  expect((await text(10)).status).toBe(403);
  expect((await call(tenant, from, 1)).status).toBe(201);
});

// Guarantee: a limit of money over all meters counts list prices of all of them, and refuses what it can.
test('a limit of money', async () => {
  const { tenant, from } = await calling.tenantWith({});
  await profileOn(tenant, { Plan: 'mobile', Tier: 'purse' });
  const { body } = await call(tenant, from, 600);
  expect(await calling.itemOf(body['sid'])).toMatchObject({ limitSeconds: 180 });
  await rate(tenant);
  expect((await call(tenant, from, 1)).body['message']).toContain(
    'tier purse of rate plan mobile allows 0.15 USD of all meters in a period',
  );
});

// Guarantee: a tier that is not there, a version that would leave one out, and a limit that nobody could hold are refused, each with its
// place.
test('what is refused', async () => {
  const { tenant } = await calling.tenantWith({});
  const refusal = (message: string) => ({
    status: 400,
    body: { code: 20001, message: expect.stringContaining(message) },
  });
  expect(await profileOn(tenant, { Plan: 'mobile', Tier: 'gold' })).toMatchObject(
    refusal('Tier: version 1 of mobile has no tier gold'),
  );
  const next = { ...mobile, EffectiveFrom: '2027-01-01T00:00:00Z' };
  expect(await post('/v1/RatePlans', { ...next, Tiers: mobile.Tiers.slice(1) })).toMatchObject(
    refusal('Tiers: mobile has a tier bronze, and needs it in every version'),
  );
  const stored = { Meter: 'recordings', Units: 3, AtLimit: 'refuse' };
  expect(
    await post('/v1/RatePlans', { ...next, Plan: 'other', Tiers: [{ Name: 'bronze', Limits: [stored] }] }),
  ).toMatchObject(refusal('Tiers.0.Limits.0.AtLimit: refuse is for '));
  expect(
    await post('/v1/RatePlans', { ...next, Plan: 'other', Tiers: [{ Name: 'bronze', Limits: [{ Units: 3 }] }] }),
  ).toMatchObject(refusal('Tiers.0.Limits.0.AtLimit'));
});
