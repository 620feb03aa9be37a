import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import type { Credentials, Handler } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { type PlatformWithCarrier, startWithCarrier } from './upstream.ts';

let platform: PlatformWithCarrier;
let tenant: Credentials;
beforeAll(async () => {
  platform = await startWithCarrier();
  tenant = await platform.enrol();
});
afterAll(() => platform.close());

// Guarantee: every sample event of the function is one that it takes, from the search to the release.
test('events/number.*.json and events/numberQueue.due.json', async () => {
  const { handler } = await import('../../../functions/number/http.ts');
  const api = handler as unknown as Handler;
  const answered = async (name: string, sid = '') => {
    const sample = sampleEvent<APIGatewayProxyEventV2>(`number.${name}`, tenant, { [`PN${'c'.repeat(32)}`]: sid });
    const { statusCode, body } = await api(sample, {} as never);
    return { status: statusCode, ...(body && { body: JSON.parse(body) }) };
  };

  const search = await answered('search-numbers');
  expect(search).toMatchObject({ status: 200, body: { page_size: 5 } });
  const bought = await answered('buy-number');
  expect(bought).toMatchObject({ status: 201, body: { phone_number: '+14155550150' } });
  const { sid } = bought.body;
  expect(await answered('list-numbers')).toMatchObject({ status: 200, body: { incoming_phone_numbers: [{ sid }] } });
  expect(await answered('fetch-number', sid)).toMatchObject({ status: 200, body: { sid } });
  expect(await answered('update-number', sid)).toMatchObject({
    status: 200,
    body: { voice_url: 'https://tenant.example/voice/new' },
  });
  expect(await answered('release-number', sid)).toEqual({ status: 204 });

  const queue = await import('../../../functions/number/queue.ts');
  expect(await queue.handler(sampleEvent<SQSEvent>('numberQueue.due', tenant))).toEqual({ batchItemFailures: [] });
});
