import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { eventually } from '../../eventually.ts';
import { type Credentials, type GatewayRequest, type Handler, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';

let platform: Platform;
let tenant: Credentials;
let stranger: Credentials;
let numbers: Handler;
beforeAll(async () => {
  platform = await startPlatform();
  [tenant, stranger] = [await platform.enrol(), await platform.enrol()];
  numbers = (await import('../../../functions/number/http.ts')).handler as unknown as Handler;
});
afterAll(() => platform.close());

const path = (account: Credentials, rest: string) => `/2010-04-01/Accounts/${account.sid}/${rest}`;
const ask = (method: GatewayRequest['method'], rest: string, as = tenant, form?: Record<string, string>) =>
  send(platform.accountApi, { method, path: path(tenant, rest), as, ...(form && { form }) });
const create = async (FriendlyName = 'Laptop') => {
  const { status, body } = await ask('POST', 'Keys.json', tenant, { FriendlyName });
  expect(status).toBe(201);
  return { sid: String(body['sid']), authToken: String(body['secret']) };
};
const numbersAs = (as: Credentials, account = tenant) =>
  send(numbers, { method: 'GET', path: path(account, 'IncomingPhoneNumbers.json'), as });

// Guarantee: a key does what its account does, and its secret is shown once and stored nowhere.
test('a key stands for its account', async () => {
  const key = await create();
  expect(key.sid).toMatch(/^SK[0-9a-f]{32}$/);
  expect(await numbersAs(key)).toMatchObject({ status: 200 });
  const shown = await ask('GET', `Keys/${key.sid}.json`);
  expect(shown).toMatchObject({ status: 200, body: { sid: key.sid, friendly_name: 'Laptop' } });
  expect(JSON.stringify([shown.body, await platform.items()])).not.toContain(key.authToken);
});

// Guarantee: a wrong secret, a key that never was, and another account's path get nothing.
test('a key opens nothing else', async () => {
  const key = await create();
  expect(await numbersAs({ ...key, authToken: stranger.authToken })).toMatchObject({ status: 401 });
  expect(await numbersAs({ ...key, authToken: '' })).toMatchObject({ status: 401, body: { code: 20003 } });
  expect(await numbersAs({ sid: `SK${'0'.repeat(32)}`, authToken: key.authToken })).toMatchObject({ status: 401 });
  expect(await numbersAs(key, stranger)).toMatchObject({ status: 404, body: { code: 20404 } });
});

// Guarantee: accounts and keys are for the auth token alone: a key that is stolen makes no other and reads no token.
test.each([
  ['GET', 'Keys.json'],
  ['POST', 'Keys.json'],
  ['POST', 'SigningKeys.json'],
] as const)('%s %s by a key is refused', async (method, rest) => {
  const key = await create();
  const before = await platform.items();
  expect(await ask(method, rest, key, method === 'POST' ? { FriendlyName: 'Another' } : undefined)).toMatchObject({
    status: 401,
    body: { code: 20003 },
  });
  const account = { method, path: `/2010-04-01/Accounts/${tenant.sid}.json`, as: key, form: { FriendlyName: 'x' } };
  expect(await send(platform.accountApi, account)).toMatchObject({ status: 401, body: { code: 20003 } });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: keys are listed newest first under both of Twilio's names, renamed, and refused once revoked.
test('keys are listed, renamed, revoked', async () => {
  const [first, second] = [await create('first'), await create('second')];
  for (const [resource, name] of [
    ['Keys', 'keys'],
    ['SigningKeys', 'signing_keys'],
  ] as const) {
    const { body } = await ask('GET', `${resource}.json?PageSize=2`);
    expect((body[name] as Record<string, string>[]).map(({ sid }) => sid)).toEqual(
      expect.arrayContaining([second.sid]),
    );
    expect(body['next_page_uri']).not.toBeNull();
  }
  expect(await ask('POST', `Keys/${first.sid}.json`, tenant, { FriendlyName: 'renamed' })).toMatchObject({
    status: 200,
    body: { friendly_name: 'renamed' },
  });
  expect(await numbersAs(first)).toMatchObject({ status: 200 });
  expect(await ask('DELETE', `SigningKeys/${first.sid}.json`)).toMatchObject({ status: 204 });
  expect(await ask('GET', `Keys/${first.sid}.json`)).toMatchObject({ status: 404 });
  await eventually('the revoked key to be refused', async () => (await numbersAs(first)).status === 401);
});

// Guarantee: another account's key cannot be seen, renamed or revoked.
test.each(['GET', 'POST', 'DELETE'] as const)('%s of a foreign key is 404', async (method) => {
  const key = await create();
  const before = await platform.items();
  const request = {
    method,
    path: path(stranger, `Keys/${key.sid}.json`),
    as: stranger,
    form: { FriendlyName: 'mine' },
  };
  expect(await send(platform.accountApi, request)).toMatchObject({ status: 404, body: { code: 20404 } });
  expect(await platform.items()).toEqual(before);
});

// Guarantee: the sample event of a new key is one that the function takes.
test('events/account.create-key.json', async () => {
  const sample = sampleEvent<APIGatewayProxyEventV2>('account.create-key', tenant);
  expect(await platform.accountApi(sample, {} as never)).toMatchObject({ statusCode: 201 });
});
