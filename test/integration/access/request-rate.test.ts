import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { type Credentials, gatewayEvent } from '../gateway.ts';
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
