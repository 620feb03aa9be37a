import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

// Guarantee: every sample event of the function is one that it takes.
test.each([
  ['create-account', 201, { friendly_name: 'Acme' }],
  ['list-accounts', 200, { page_size: 20 }],
  ['fetch-account', 200, { status: 'active' }],
  ['update-account', 200, { friendly_name: 'Acme Ltd' }],
  ['create-token', 201, { ttl: '3600', ice_servers: [] }],
  ['create-platform-account', 201, { TimeZone: 'Europe/London', Currency: 'GBP' }],
  ['fetch-platform-account', 200, { TimeZone: 'UTC' }],
  ['list-micro-services', 200, { MicroServices: expect.anything() }],
  ['list-configurations', 200, { MicroServices: expect.anything() }],
  ['fetch-configuration', 200, { Version: 0 }],
  ['change-configuration', 200, { Version: 1, Settings: { AllowedDestinations: ['+44'] } }],
  ['list-configuration-versions', 200, { Versions: [] }],
])('events/account.%s.json', async (name, statusCode, body) => {
  const event = sampleEvent<APIGatewayProxyEventV2>(`account.${name}`, await platform.enrol());
  const answer = await platform.accountApi(event, {} as never);
  expect(answer.statusCode).toBe(statusCode);
  expect(JSON.parse(answer.body ?? '')).toMatchObject(body);
});

// Guarantee: the sample of the one invocation is well formed; this platform has its operator already.
test('events/enrolOperator.enrol-operator.json', async () => {
  const { handler: enrolOperator } = await import('../../../functions/account/enrol-operator.ts');
  const event = sampleEvent('enrolOperator.enrol-operator', platform.operator);
  expect(await enrolOperator(event)).toMatchObject({ code: 20409, status: 409 });
});
