import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type RunningQueues, startQueues } from '../../../lib/local/start-queues.ts';
import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import { type Credentials, gatewayEvent, type Handler } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';
import { seeded, streamEvent, usageEvents } from './stream.ts';

type Heard = { readonly body: string; readonly signature: string; readonly contentType: string };

let platform: Platform;
let queues: RunningQueues;
let tenant: Credentials;
let sink: Server;
let rate: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;
let send: (event: SQSEvent) => Promise<SQSBatchResponse>;
const heard: Heard[] = [];
/** What the endpoint does with a request: `lost` took it, and its answer did not arrive. */
let behaviour: () => 'takes' | 'refuses' | 'lost' = () => 'takes';

beforeAll(async () => {
  sink = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const does = behaviour();
    const signature = String(request.headers['x-tallyline-signature']);
    if (does !== 'refuses') heard.push({ body, signature, contentType: String(request.headers['content-type']) });
    if (does === 'lost') response.destroy();
    else response.writeHead(does === 'takes' ? 204 : 503).end();
  }).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  queues = await startQueues();
  platform = await startPlatform({
    QUEUE_PREFIX: queues.prefix,
    STATEMENTS_BUCKET: queues.buckets['StatementsBucket'] ?? '',
    ALLOW_PRIVATE_ADDRESSES: 'true',
    PUBLIC_URL: 'https://api.example.com',
    EVENT_SINK_URL: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/usage`,
  });
  tenant = await platform.enrol();
  ({ handler: rate } = await import('../../../functions/usage/stream.ts'));
  ({ handler: send } = await import('../../../functions/usage/event-queue.ts'));
});
afterAll(async () => {
  sink.close();
  sink.closeAllConnections();
  await platform.close();
  await queues.close();
});

/** Sends what waits in the queue; what fails comes again, until nothing is left. Answers how many attempts it took. */
async function workQueue(): Promise<number> {
  let waiting = queues.held(`${queues.prefix}usage-event`);
  let attempts = 0;
  while (waiting.length > 0) {
    const Records = waiting.map((body, index) => ({ messageId: String(index), body: JSON.stringify(body) }));
    const { batchItemFailures } = await send({ Records } as unknown as SQSEvent);
    attempts += waiting.length;
    waiting = batchItemFailures.map(({ itemIdentifier }) => waiting[Number(itemIdentifier)]);
  }
  return attempts;
}

const idOf = (event: UsageEvent): string => `${event.accountSid}#${event.id}`;

// Guarantee: with a stream that delivers twice, and an endpoint that refuses, or takes and does not say so, every usage event
// arrives at least once, always as the same CloudEvent with the same id, signed with the operator's token.
test('at least once, with the same id', async () => {
  const random = seeded(7);
  const events = usageEvents([{ sid: tenant.sid, zone: 'UTC' }], 60, Date.parse('2026-11-24T12:00:00Z'), random);
  for (const batch of [events.slice(0, 40), events.slice(20)])
    expect(await rate(streamEvent(batch))).toEqual({ batchItemFailures: [] });
  behaviour = () => (['takes', 'refuses', 'lost'] as const)[Math.floor(random() * 3)] ?? 'takes';
  const attempts = await workQueue();
  behaviour = () => 'takes';

  const arrived = heard.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(new Set(arrived.map(({ id }) => id))).toEqual(new Set(events.map(idOf)));
  expect(new Set(heard.map(({ body }) => body)).size).toBe(events.length);
  for (const { body, signature, contentType } of heard) {
    const expected = createHmac('sha256', platform.operator.authToken).update(body).digest('hex');
    expect({ signature, contentType }).toEqual({
      signature: `sha256=${expected}`,
      contentType: 'application/cloudevents+json; charset=utf-8',
    });
  }
  console.info(`${events.length} usage events, ${attempts} attempts, ${heard.length} arrivals, 0 lost`);
});

// Guarantee: an event has what CloudEvents 1.0 demands, and its data is what the schema says that it names.
test('CloudEvents 1.0', async () => {
  const event = JSON.parse(heard[0]?.body ?? '') as Record<string, unknown>;
  expect(event).toMatchObject({
    specversion: '1.0',
    source: `https://api.example.com/v1/Accounts/${tenant.sid}`,
    type: 'tallyline.usage.v1',
    subject: expect.any(String),
    time: expect.stringMatching(/^2026-11-24T\d\d:\d\d:\d\d\.\d{3}Z$/),
    datacontenttype: 'application/json',
  });
  const { pathname } = new URL(String(event['dataschema']));
  const { handler } = await import('../../../functions/usage/http.ts');
  const context = { getRemainingTimeInMillis: () => 29_000 } as never;
  const answer = await (handler as unknown as Handler)(gatewayEvent({ method: 'GET', path: pathname }), context);
  const validate = new Ajv2020().compile(JSON.parse(answer.body ?? ''));
  expect({ valid: validate(event['data']), errors: validate.errors }).toEqual({ valid: true, errors: null });
});

// Guarantee: what cannot be announced is not rated, so that the sealing of its day finds it and announces it.
test('no ledger line without an announcement', async () => {
  const { ledgerLinesAfter } = await import('../../../lib/metering/ledger-line.ts');
  const [late] = usageEvents([{ sid: tenant.sid, zone: 'UTC' }], 1, Date.parse('2026-11-26T12:00:00Z'), seeded(9));
  if (late === undefined) throw new Error('no event');
  const { rateUsage } = await import('../../../lib/metering/rate-usage.ts');
  const unsendable = { ...late, destination: 'x'.repeat(1_200_000) }; // more than SQS takes
  await expect(rateUsage([unsendable, late], Date.now())).rejects.toThrow();
  const lines = async () => {
    const found: string[] = [];
    for await (const { id } of ledgerLinesAfter(tenant.sid, late.day)) found.push(id);
    return found;
  };
  expect(await lines()).toEqual([]);
  await rateUsage([late], Date.now());
  expect(await lines()).toEqual([late.id]);
});

// Guarantee: the queue's consumer takes what events/ shows of it.
test('the sample', async () => {
  const before = heard.length;
  expect(await send(sampleEvent('usageEventQueue.announce', tenant))).toEqual({ batchItemFailures: [] });
  expect(heard).toHaveLength(before + 1);
});
