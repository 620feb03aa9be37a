import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Credentials, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

const turn = 'turn:turn.example.com:3478?transport=udp';
let platform: Platform;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startPlatform({ ICE_SERVERS: `stun:stun.example.com:3478,${turn}`, TURN_SECRET: 'shared' });
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

const create = (form: Record<string, string> = {}, as = tenant, of = tenant) =>
  send(platform.accountApi, { method: 'POST', path: `/2010-04-01/Accounts/${of.sid}/Tokens.json`, as, form });

// Guarantee: a TURN server that knows the secret, and nothing else, can tell that the platform gave the credentials and until when they hold.
test.each([
  [{}, 86_400],
  [{ Ttl: '60' }, 60],
])('%j: credentials as coturn checks them', async (form, ttl) => {
  const before = Math.floor(Date.now() / 1_000);
  const { status, body } = await create(form);
  const after = Math.floor(Date.now() / 1_000);
  expect(status).toBe(201);
  const [expiry, account] = String(body['username']).split(':');
  expect(account).toBe(tenant.sid);
  expect(Number(expiry)).toBeGreaterThanOrEqual(before + ttl);
  expect(Number(expiry)).toBeLessThanOrEqual(after + ttl);
  const { username } = body;
  const credential = createHmac('sha1', 'shared').update(String(username)).digest('base64');
  expect(body).toMatchObject({
    account_sid: tenant.sid,
    password: credential,
    ttl: String(ttl),
    ice_servers: [
      { url: 'stun:stun.example.com:3478', urls: 'stun:stun.example.com:3478' },
      { url: turn, urls: turn, username, credential },
    ],
  });
  expect(JSON.stringify(await platform.items())).not.toContain(credential);
});

// Guarantee: Twilio's bounds, and nobody's credentials in another's name; a key may ask, as at Twilio.
test('who may have how long', async () => {
  for (const Ttl of ['0', '86401', '-1', 'a day', '1.5']) {
    expect(await create({ Ttl })).toMatchObject({ status: 400, body: { code: 20001 } });
  }
  expect(await create({}, await platform.enrol())).toMatchObject({ status: 404, body: { code: 20404 } });
  const path = `/2010-04-01/Accounts/${tenant.sid}/Keys.json`;
  const { body } = await send(platform.accountApi, { method: 'POST', path, as: tenant, form: {} });
  const key = { sid: String(body['sid']), authToken: String(body['secret']) };
  expect(await create({}, key)).toMatchObject({ status: 201, body: { account_sid: tenant.sid } });
  const subAccount = await platform.enrol(tenant);
  expect(await create({}, tenant, subAccount)).toMatchObject({ status: 201, body: { account_sid: subAccount.sid } });
});
