import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { localClient } from '../../docs/sdk/node/local-client.ts';
import { eventually } from '../eventually.ts';
import { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.close());

const microServices = (sid: string) => `/v1/Accounts/${sid}/MicroServices`;

// Guarantee: an operator brings a tenant from nothing to a number that reaches its program, with the official SDK alone.
test('a tenant is enrolled, configured, and given a number', async () => {
  const account = await world.operator.api.v2010.accounts.create({ friendlyName: 'Acme' });
  expect(account).toMatchObject({
    friendlyName: 'Acme',
    status: 'active',
    sid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
  });
  expect(account.authToken).toMatch(/^[0-9a-f]{32}$/);
  const tenant = await world.tenant(account.sid, account.authToken);

  const { body } = await world.ask('GET', microServices(tenant.sid), { as: tenant });
  expect(JSON.stringify(body)).toMatch(/"call".*"sms".*"recording".*"conference"/);
  const changed = await world.ask('POST', `${microServices(tenant.sid)}/call`, {
    as: tenant,
    json: { MaxDurationSeconds: 600 },
  });
  expect(changed).toMatchObject({
    status: 200,
    body: { Name: 'call', Version: 1, Settings: { MaxDurationSeconds: 600 } },
  });

  const number = await tenant.rentNumber(312);
  expect(number).toMatch(/^\+1312/);
  const [mapped] = await tenant.client.incomingPhoneNumbers.list({ phoneNumber: number });
  expect(mapped).toMatchObject({
    accountSid: tenant.sid,
    phoneNumber: number,
    voiceUrl: tenant.program.url('/voice'),
    smsUrl: tenant.program.url('/sms'),
  });
  tenant.program.answers('/voice', '<Response><Say>Welcome to Acme</Say></Response>');

  const call = await world.phones.dials('+14155550181', number);
  await world.pass('30s');

  expect(await world.phones.heard(call.sid)).toEqual(['Welcome to Acme']);
  expect(tenant.program.forged).toEqual([]);
});

// Guarantee: a number belongs to one account of the whole platform.
test('a number is bought once', async () => {
  const [first, second] = [await world.enrol('First'), await world.enrol('Second')];
  const phoneNumber = await first.rentNumber(503);

  await expect(second.client.incomingPhoneNumbers.create({ phoneNumber })).rejects.toMatchObject({
    status: 400,
    code: 21422,
  });
  expect(await second.client.incomingPhoneNumbers.list()).toEqual([]);
  expect(await first.client.incomingPhoneNumbers.list()).toHaveLength(1);
});

// Guarantee: a parent acts for its sub-account, a stranger does not, and nobody learns from the refusal that it exists.
test('sub-accounts', async () => {
  const [tenant, stranger] = [await world.enrol('Parent'), await world.enrol('Stranger')];
  const sub = await tenant.client.api.v2010.accounts.create({ friendlyName: 'Branch' });
  const forSub = localClient(world.platform.platform.url, tenant.sid, tenant.authToken);
  forSub.accountSid = sub.sid;

  expect((await tenant.client.api.v2010.accounts(sub.sid).fetch()).friendlyName).toBe('Branch');
  expect(await forSub.calls.list()).toEqual([]);
  await expect(stranger.client.api.v2010.accounts(sub.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  expect((await tenant.client.api.v2010.accounts.list()).map(({ sid }) => sid)).toContain(sub.sid);
});

// Guarantee: a micro-service that is switched off is refused by name, alone, and works again once it is on.
test('a micro-service is switched off', async () => {
  const tenant = await world.enrol('Voice only');
  const from = await tenant.rentNumber(617);
  const set = (Enabled: boolean) =>
    world.ask('POST', `${microServices(tenant.sid)}/sms`, { as: tenant, json: { Enabled } });
  const send = () => tenant.client.messages.create({ from, to: '+14155550182', body: 'Hi' });

  expect((await set(false)).status).toBe(200);
  await expect(send()).rejects.toMatchObject({ status: 403, code: 20010, message: expect.stringContaining('sms') });
  const call = await tenant.client.calls.create({
    from,
    to: '+14155550182',
    twiml: '<Response><Say>Hi</Say></Response>',
  });
  expect(call.status).toBe('queued');
  const account = await tenant.client.api.v2010.accounts(tenant.sid).fetch();
  expect(account.subresourceUris).not.toHaveProperty('messages');

  expect((await set(true)).status).toBe(200);
  await world.pass('30s');
  expect((await tenant.client.api.v2010.accounts(tenant.sid).fetch()).subresourceUris).toHaveProperty('messages');
});

// Guarantee: a suspended account can do nothing, its callers are rejected, and it can be woken.
test('a tenant is suspended', async () => {
  const tenant = await world.enrol('Late payer');
  const number = await tenant.rentNumber(702);
  const account = world.operator.api.v2010.accounts(tenant.sid);

  await account.update({ status: 'suspended' });
  const refused = await eventuallyRefused(() => tenant.client.calls.list());
  expect(refused).toMatchObject({ status: 403, code: 20005 });
  const call = await world.phones.dials('+14155550183', number);
  await world.pass('5s');
  expect(await world.phones.heard(call.sid)).toEqual([]);
  expect(tenant.program.asked).toEqual([]);

  await account.update({ status: 'active' });
  expect((await account.fetch()).status).toBe('active');
});

/** What a request is refused with, once it is: a function may remember an account for 5 s. */
async function eventuallyRefused(request: () => Promise<unknown>): Promise<unknown> {
  return eventually('a refusal', () =>
    request().then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}
