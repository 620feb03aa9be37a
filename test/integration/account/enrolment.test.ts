import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const accounts = '/2010-04-01/Accounts.json';

// Guarantee: a platform has one operator, whoever asks for a second one.
test('a second operator is refused, and nothing is written', async () => {
  const { handler: enrolOperator } = await import('../../../functions/account/enrol-operator.ts');
  const before = await platform.items();

  const answer = await enrolOperator({ FriendlyName: 'Another' });

  expect(answer).toEqual({ code: 20409, message: 'Conflict: the platform has an operator already', status: 409 });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: an operator's enrolment says what is wrong with it, by name.
test.each([
  [{}, 'FriendlyName: must be given'],
  ['text', 'FriendlyName: must be given'],
  [{ FriendlyName: 'x', TimeZone: 'Mars/Base' }, 'TimeZone: must be an IANA time zone such as Europe/London'],
  [{ FriendlyName: 'x', Currency: 'XXX' }, 'Currency: must be an ISO 4217 code such as USD'],
  [{ FriendlyName: 'x', Zone: 'UTC' }, 'Zone: not a known name'],
])('enrolOperator(%j) is refused', async (event, reason) => {
  const { handler: enrolOperator } = await import('../../../functions/account/enrol-operator.ts');
  expect(await enrolOperator(event)).toMatchObject({ code: 20001, message: `Invalid parameter: ${reason}` });
});

// Guarantee: the account, its profile and the audit record are born together, under who asked for it.
test('the operator enrols a tenant by Twilio’s API', async () => {
  const { status, body } = await send(platform.accountApi, {
    method: 'POST',
    path: accounts,
    as: platform.operator,
    form: { FriendlyName: 'Acme' },
  });

  expect(status).toBe(201);
  expect(body).toMatchObject({
    friendly_name: 'Acme',
    auth_token: expect.stringMatching(/^[0-9a-f]{32}$/),
    owner_account_sid: platform.operator.sid,
    status: 'active',
    type: 'Full',
    date_created: expect.stringMatching(/^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/),
    uri: `/2010-04-01/Accounts/${body['sid']}.json`,
    subresource_uris: { messages: `/2010-04-01/Accounts/${body['sid']}/Messages.json` },
  });
  const items = (await platform.items()).filter(({ PK }) => String(PK).includes(String(body['sid'])));
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ SK: 'ACCOUNT', parentSid: platform.operator.sid, zone: 'UTC', currency: 'USD' }),
      expect.objectContaining({ SK: 'PROFILES', profiles: [{ microService: '*', validFrom: 0, plan: 'standard' }] }),
      expect.objectContaining({ action: 'account.enrolled', by: platform.operator.sid }),
    ]),
  );
  expect(JSON.stringify(items)).not.toContain(body['auth_token']);
});

// Guarantee: zone and currency can be chosen where Twilio's API has no word for them, and are inherited otherwise.
test('a tenant with a zone and a currency hands them to its sub-account', async () => {
  const { status, body } = await send(platform.accountApi, {
    method: 'POST',
    path: '/v1/Accounts',
    as: platform.operator,
    json: { FriendlyName: 'Acme', TimeZone: 'Europe/London', Currency: 'GBP' },
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ TimeZone: 'Europe/London', Currency: 'GBP', ParentSid: platform.operator.sid });
  const tenant = { sid: String(body['Sid']), authToken: String(body['AuthToken']) };

  const sub = await platform.enrol(tenant);

  const found = await send(platform.accountApi, { method: 'GET', path: `/v1/Accounts/${sub.sid}`, as: tenant });
  expect(found.body).toMatchObject({ TimeZone: 'Europe/London', Currency: 'GBP', ParentSid: tenant.sid });
  const profiles = (await platform.items()).find(({ PK, SK }) => PK === `ACC#${sub.sid}` && SK === 'PROFILES');
  expect(profiles).toMatchObject({ profiles: [{ plan: 'standard-gbp' }] });
});

// Guarantee: a tenant pays by the plan that the operator names, and what it enrols pays as it does.
test('the operator names a rate plan', async () => {
  const { putRatePlan } = await import('../../../lib/metering/rate-plan.ts');
  const { commit } = await import('../../../lib/store/commit.ts');
  const document = {
    plan: 'gold',
    currency: 'USD' as const,
    effectiveFrom: '2020-01-01T00:00:00Z',
    lines: [{ meter: 'sms-inbound', price: { model: 'per-unit' as const, price: '0.001' } }],
  };
  await commit([putRatePlan(document, 1, { by: platform.operator.sid, at: 0 })]);
  const request = { method: 'POST', path: '/v1/Accounts' } as const;
  const { body } = await send(platform.accountApi, {
    ...request,
    as: platform.operator,
    json: { FriendlyName: 'Gold', Plan: 'gold' },
  });
  const tenant = { sid: String(body['Sid']), authToken: String(body['AuthToken']) };
  const sub = await platform.enrol(tenant);
  const items = await platform.items();
  for (const { sid } of [tenant, sub]) {
    expect(items.find(({ PK, SK }) => PK === `ACC#${sid}` && SK === 'PROFILES')).toMatchObject({
      profiles: [{ microService: '*', validFrom: 0, plan: 'gold' }],
    });
  }
  const cheaper = { FriendlyName: 'x', Plan: 'standard' };
  expect(await send(platform.accountApi, { ...request, as: tenant, json: cheaper })).toMatchObject({
    status: 403,
    body: { code: 20006 },
  });
});

// Guarantee: an enrolment that is refused says why and leaves nothing.
test.each([
  ['no name', {}, 400, 20001, 'FriendlyName: must be given'],
  ['an empty name', { FriendlyName: '' }, 400, 20001, 'FriendlyName: must be given'],
  ['a long name', { FriendlyName: 'x'.repeat(65) }, 400, 20001, 'FriendlyName: must have at most 64 characters'],
  ['a name that is none', { FriendlyName: 5 }, 400, 20001, 'FriendlyName: must be given'],
  ['an unknown zone', { FriendlyName: 'x', TimeZone: 'Europe/Nowhere' }, 400, 20001, 'TimeZone: must be an IANA'],
  ['an offset as zone', { FriendlyName: 'x', TimeZone: '+02:00' }, 400, 20001, 'TimeZone: must be an IANA'],
  ['an unknown currency', { FriendlyName: 'x', Currency: 'usd' }, 400, 20001, 'Currency: must be an ISO 4217'],
  ['an unknown plan', { FriendlyName: 'x', Plan: 'silver' }, 400, 20001, 'Plan: there is no rate plan silver'],
  ['a plan in another currency', { FriendlyName: 'x', Plan: 'standard-eur' }, 400, 20001, 'in EUR, the account in USD'],
  ['a currency without a plan', { FriendlyName: 'x', Currency: 'JPY' }, 400, 20001, 'no rate plan standard-jpy'],
  ['a misspelt name', { FriendlyName: 'x', Timezone: 'UTC' }, 400, 20001, 'Timezone: not a known name'],
])('POST /v1/Accounts with %s is refused', async (_, json, status, code, reason) => {
  const before = await platform.items();

  const answer = await send(platform.accountApi, { method: 'POST', path: '/v1/Accounts', as: platform.operator, json });

  expect(answer).toMatchObject({ status, body: { code, status, message: expect.stringContaining(reason) } });
  expect(answer.body['more_info']).toBe(`https://www.twilio.com/docs/errors/${code}`);
  expect(await platform.items()).toEqual(before);
});

// Guarantee: there are two levels of tenants, and no third.
test('a sub-account enrols nobody', async () => {
  const sub = await platform.enrol(await platform.enrol());
  const before = await platform.items();

  const answer = await send(platform.accountApi, { method: 'POST', path: accounts, as: sub, form: {} });

  expect(answer).toMatchObject({ status: 403, body: { code: 20006 } });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: an enrolment that fails anywhere leaves nothing behind, whatever its caller was told.
test('a crash within the transaction leaves all or nothing', async () => {
  const { dynamo } = await import('../../../lib/store/table.ts');
  const before = await platform.items();
  let crashes = 0;
  const crash = { name: 'crash', step: 'finalizeRequest', priority: 'low' } as const;
  const form = { FriendlyName: 'Crashed' };

  // Before it reaches the table: nothing.
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'TransactWriteItemsCommand') return next(args);
        crashes += 1;
        throw new Error('The machine died before the table was asked');
      },
    crash,
  );
  const first = await send(platform.accountApi, { method: 'POST', path: accounts, as: platform.operator, form });
  dynamo.middlewareStack.remove('crash');
  expect(first).toMatchObject({ status: 500, body: { code: 20500 } });
  expect(await platform.items()).toEqual(before);

  // After the table has it, before anybody knows: all.
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        if (commandName !== 'TransactWriteItemsCommand') return result;
        crashes += 1;
        throw new Error('The machine died before the answer came');
      },
    crash,
  );
  const second = await send(platform.accountApi, { method: 'POST', path: accounts, as: platform.operator, form });
  dynamo.middlewareStack.remove('crash');
  expect(second).toMatchObject({ status: 500, body: { code: 20500 } });
  expect(crashes).toBe(2);
  const written = (await platform.items()).filter(({ PK }) => !before.some((item) => item['PK'] === PK));
  expect(written.map(({ entity }) => entity)).toEqual(expect.arrayContaining(['account', 'profiles', 'audit']));
});
