import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

let platform: Platform;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startPlatform();
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

const path = (account: Credentials, name = 'sms') => `/v1/Accounts/${account.sid}/MicroServices/${name}`;
const get = (path: string, as: Credentials = tenant) => send(platform.accountApi, { method: 'GET', path, as });
const change = (json: unknown, as: Credentials = tenant, of: Credentials = as) =>
  send(platform.accountApi, { method: 'POST', path: path(of), as, json });

// Guarantee: whoever may configure finds out what can be configured.
test('the micro-services are listed with the schema of their settings', async () => {
  const { status, body } = await get('/v1/MicroServices');
  expect(status).toBe(200);
  expect(body['MicroServices']).toContainEqual(
    expect.objectContaining({
      Name: 'sms',
      Settings: expect.objectContaining({
        type: 'object',
        additionalProperties: false,
        properties: expect.objectContaining({ Enabled: { default: true, type: 'boolean' } }),
      }),
    }),
  );
});

// Guarantee: an account that configured nothing has the defaults, and each change is a version that stays readable.
test('a configuration is changed in parts, in versions', async () => {
  const account = await platform.enrol();
  expect((await get(path(account), account)).body).toMatchObject({ Version: 0, Settings: { Enabled: true } });

  const first = await change({ AllowedDestinations: ['+44'] }, account);
  const second = await change({ Enabled: false }, platform.operator, account);

  expect(first).toMatchObject({ status: 200, body: { Version: 1, AccountSid: account.sid, Name: 'sms' } });
  expect(second.body).toMatchObject({ Version: 2, Settings: { Enabled: false, AllowedDestinations: ['+44'] } });
  expect((await get(path(account), account)).body).toEqual(second.body);
  const { body } = await get(`${path(account)}/Versions`, account);
  expect(body).toMatchObject({
    Versions: [
      { Version: 2, Settings: { Enabled: false, AllowedDestinations: ['+44'] }, ChangedBy: platform.operator.sid },
      { Version: 1, Settings: { AllowedDestinations: ['+44'] }, ChangedBy: account.sid },
    ],
    NextPageUri: null,
  });
  const { body: list } = await get(`/v1/Accounts/${account.sid}/MicroServices`, account);
  expect(list['MicroServices']).toContainEqual(second.body);
});

// Guarantee: a history of any length is read page by page, none left out and none twice.
test('twelve versions are read five at a time', async () => {
  const account = await platform.enrol();
  for (let version = 1; version <= 12; version += 1) await change({ Enabled: version % 2 === 0 }, account);
  const versions: unknown[] = [];
  for (let next: unknown = `${path(account)}/Versions?PageSize=5`; next !== null; ) {
    const { body } = await get(String(next), account);
    versions.push(...(body['Versions'] as { Version: number }[]).map(({ Version }) => Version));
    next = body['NextPageUri'];
  }
  expect(versions).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

// Guarantee: what changes nothing makes no version.
test('the same settings again are no new version', async () => {
  const account = await platform.enrol();
  await change({ Enabled: false }, account);
  expect((await change({ Enabled: false }, account)).body).toMatchObject({ Version: 1 });
  expect((await change({}, account)).body).toMatchObject({ Version: 1 });
});

// Guarantee: a micro-service's resources are named by the account as long as it is enabled.
test('a disabled micro-service is no subresource of the account', async () => {
  const account = await platform.enrol();
  await change({ Enabled: false }, account);
  const { body } = await get(`/2010-04-01/Accounts/${account.sid}.json`, account);
  expect(body['subresource_uris']).not.toHaveProperty('messages');
  expect(body['subresource_uris']).toHaveProperty('incoming_phone_numbers');
});

// Guarantee: a setting that is unknown or of a wrong type is refused by its name, and nothing is written.
test.each([
  [{ Enabeld: true }, 'Enabeld: not a known name'],
  [{ Enabled: 'true' }, 'Enabled: Invalid input: expected boolean, received string'],
  [{ Enabled: null }, 'Enabled: Invalid input: expected boolean, received null'],
  [{ AllowedDestinations: ['+44', 'x'] }, 'AllowedDestinations.1: '],
  [{ EventCallbackUri: 'not a url' }, 'EventCallbackUri: '],
  [{ EventCallbackUri: 'javascript:alert(1)' }, 'EventCallbackUri: '],
  [{ EventCallbackMethod: 'PUT' }, 'EventCallbackMethod: '],
])('the settings %j are refused', async (settings, reason) => {
  const before = await platform.items();
  const answer = await change(settings);
  expect(answer).toMatchObject({ status: 400, body: { code: 20001, message: expect.stringContaining(reason) } });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: a body that is no JSON object is refused as such.
test.each([['[1]'], ['{"Enabled":'], ['"text"']])('the body %s is refused', async (body) => {
  const { gatewayEvent } = await import('../gateway.ts');
  const event = { ...gatewayEvent({ method: 'POST', path: path(tenant), as: tenant, json: {} }), body };
  expect(await platform.accountApi(event, {} as never)).toMatchObject({ statusCode: 400 });
});

// Guarantee: of changes that meet, one wins and the others are told; each version is one change.
test('ten changes at once never make a lost update', async () => {
  const account = await platform.enrol();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => change({ AllowedDestinations: [`+${index + 1}`] }, account)),
  );
  const won = answers.filter(({ status }) => status === 200);
  expect(won.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 409).every(({ body }) => body['code'] === 20409)).toBe(true);
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect((await get(path(account), account)).body).toMatchObject({ Version: won.length });
});

// Guarantee: what is not there, or another's, is 404.
test.each([
  ['an unknown micro-service', () => path(tenant, 'fax')],
  ['an unknown micro-service’s versions', () => `${path(tenant, 'fax')}/Versions`],
  ['a name of JavaScript’s own', () => path(tenant, 'constructor')],
  ['another tenant', () => path(platform.operator)],
  ['an account that does not exist', () => path({ sid: `AC${'f'.repeat(32)}`, authToken: '' })],
])('%s is 404', async (_, where) => {
  expect(await get(where())).toMatchObject({ status: 404, body: { code: 20404 } });
});
