import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { type Credentials, gatewayEvent, send } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';

const perSecond = 20;
const context = { getRemainingTimeInMillis: () => 29_000 } as never;
let platform: Platform;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startPlatform({ REQUESTS_PER_SECOND: String(perSecond) });
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

async function ask(as: Credentials) {
  const path = `/2010-04-01/Accounts/${as.sid}.json`;
  const {
    statusCode,
    headers = {},
    body,
  } = await platform.accountApi(gatewayEvent({ method: 'GET', path, as }), context);
  return { status: statusCode, wait: headers['retry-after'], code: JSON.parse(body ?? '{}').code };
}
const askOften = (as: Credentials, times: number) => Promise.all(Array.from({ length: times }, () => ask(as)));

// Guarantee: who asks too often is told so with the time to wait; that is over then, and nobody else has noticed.
test('beyond its rate an account gets 429 with Retry-After, and no other does', async () => {
  const began = performance.now();
  const answers = await askOften(tenant, 10 * perSecond);
  const seconds = (performance.now() - began) / 1_000;
  const passed = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(passed.length).toBeGreaterThanOrEqual(2 * perSecond);
  expect(passed.length).toBeLessThanOrEqual(Math.ceil((2 + seconds) * perSecond));
  expect(new Set(refused.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ status: 429, wait: '1', code: 20429 })]),
  );

  const neighbour = await platform.enrol();
  expect(await ask(neighbour)).toMatchObject({ status: 200 });
  const operator = await askOften(platform.operator, 10 * perSecond);
  expect(operator.every(({ status }) => status === 200)).toBe(true);

  await eventually('the bucket to fill again', async () => (await ask(tenant)).status === 200);
});

const limits = (method: 'GET' | 'POST', of: Credentials, as: Credentials, json?: object) =>
  send(platform.accountApi, { method, path: `/v1/Accounts/${of.sid}/Limits`, as, ...(json !== undefined && { json }) });
const inForce = async (of: Credentials) => (await limits('GET', of, platform.operator)).body['InForce'];

// Guarantee: the operator limits an account and with it its sub-accounts; the strictest holds, and nobody lifts a limit of another's.
test('a limit of an account’s own', async () => {
  const parent = await platform.enrol();
  const sub = await platform.enrol(parent);
  expect((await limits('GET', parent, parent)).body).toEqual({
    AccountSid: parent.sid,
    RequestsPerSecond: null,
    InForce: { RequestsPerSecond: perSecond },
  });
  expect(await limits('POST', parent, platform.operator, { RequestsPerSecond: 5 })).toMatchObject({
    status: 200,
    body: { RequestsPerSecond: 5, InForce: { RequestsPerSecond: 5 } },
  });
  await limits('POST', sub, platform.operator, { RequestsPerSecond: 10_000 });
  await eventually('the limit to be handed down', async () => {
    const found = (await inForce(sub)) as { RequestsPerSecond: number };
    return found.RequestsPerSecond === 5;
  });

  const answers = await askOften(sub, 10 * perSecond);
  const passed = answers.filter(({ status }) => status === 200);
  expect(passed.length).toBeGreaterThanOrEqual(5);
  expect(passed.length).toBeLessThan(2 * perSecond); // what everybody may at once
  expect(answers.filter(({ status }) => status === 429).length).toBe(answers.length - passed.length);

  expect(await limits('POST', sub, platform.operator, { RequestsPerSecond: null })).toMatchObject({
    body: { RequestsPerSecond: null, InForce: { RequestsPerSecond: 5 } },
  });
});

// Guarantee: nobody but the operator sets a limit, not even a parent, and a limit that is none is refused by name.
test('whose limits are', async () => {
  const parent = await platform.enrol();
  const sub = await platform.enrol(parent);
  for (const as of [parent, sub]) {
    expect(await limits('POST', sub, as, { RequestsPerSecond: 1 })).toMatchObject({ status: 404 });
  }
  expect((await limits('GET', sub, parent)).status).toBe(200);
  expect((await limits('GET', parent, sub)).status).toBe(404);
  for (const RequestsPerSecond of [0, -1, 1.5, 'many', 100_001]) {
    const { status, body } = await limits('POST', sub, platform.operator, { RequestsPerSecond });
    expect({ status, code: body['code'], message: body['message'] }).toEqual({
      status: 400,
      code: 20001,
      message: expect.stringContaining('RequestsPerSecond'),
    });
  }
  expect((await limits('GET', sub, sub)).body).toMatchObject({ RequestsPerSecond: null });
});
