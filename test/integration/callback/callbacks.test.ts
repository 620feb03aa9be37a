import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import twilio from 'twilio';
import { type RunningQueues, startQueues } from '../../../lib/local/start-queues.ts';
import type { Credentials } from '../gateway.ts';
import { type Platform, startPlatform } from '../platform.ts';
import { sampleEvent } from '../sample-event.ts';

type Heard = { readonly url: string; readonly signature: string; readonly parameters: Record<string, string> };

let platform: Platform;
let queues: RunningQueues;
let tenant: Credentials;
let program: Server;
let url: string;
let status = 204;
const heard: Heard[] = [];

beforeAll(async () => {
  queues = await startQueues();
  platform = await startPlatform({ QUEUE_PREFIX: queues.prefix, ALLOW_PRIVATE_ADDRESSES: 'true' });
  tenant = await platform.enrol();
  program = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const signature = String(request.headers['x-twilio-signature']);
    heard.push({ url: String(request.url), signature, parameters: Object.fromEntries(new URLSearchParams(body)) });
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(program, 'listening');
  url = `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
});
afterAll(async () => {
  program.close();
  program.closeAllConnections();
  await platform.close();
  await queues.close();
});
beforeEach(() => {
  heard.length = 0;
  status = 204;
});

/** Puts a callback's outbox entry, and makes the event that brings it to the function. */
async function callbackEvent(sid: string, sequence: string, age = 0): Promise<SQSEvent> {
  const { documents } = await import('../../../lib/store/table.ts');
  const createdAt = Date.now() - age;
  const input = { url: `${url}/status`, method: 'POST', parameters: { CallSid: sid, SequenceNumber: sequence } };
  const Item = {
    PK: `OUT#${sid}`,
    SK: sequence,
    entity: 'outbox',
    accountSid: tenant.sid,
    queue: 'callback',
    action: 'callback.send',
    input,
    createdAt,
    expires: Math.floor(createdAt / 1000) + 1_000_000,
  };
  await documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item }));
  return eventOf({ sid, sequence, accountSid: tenant.sid, action: 'callback.send', input });
}

function eventOf(body: object): SQSEvent {
  const event = sampleEvent<SQSEvent>('callbackQueue.send-callback', tenant);
  return { Records: event.Records.map((record) => ({ ...record, body: JSON.stringify(body) })) };
}

async function entry(sid: string, sequence: string) {
  const { documents } = await import('../../../lib/store/table.ts');
  const Key = { PK: `OUT#${sid}`, SK: sequence };
  return (await documents.send(new GetCommand({ TableName: process.env['TABLE_NAME'], Key }))).Item;
}

const sidOf = (digit: string): string => `CA${digit.repeat(32)}`;
const done = { batchItemFailures: [] };

// Guarantee: the official SDK's own check accepts every callback; once delivered, it is not sent again.
test('a callback is signed, and delivered once', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  const event = await callbackEvent(sidOf('1'), '000000');

  expect(await handler(event)).toEqual(done);
  expect(await handler(event)).toEqual(done);

  expect(heard).toHaveLength(1);
  const [{ signature, parameters } = { signature: '', parameters: {} }] = heard;
  expect(twilio.validateRequest(tenant.authToken, signature, `${url}/status`, parameters)).toBe(true);
  expect(await entry(sidOf('1'), '000000')).toMatchObject({ attempts: 1, deliveredAt: expect.any(Number) });
});

// Guarantee: first attempts at one resource's callbacks come in their order, however the queue brings them.
test('the second waits for the first attempt at the first', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  const first = await callbackEvent(sidOf('2'), '000000');
  const second = await callbackEvent(sidOf('2'), '000001');

  const both: SQSEvent = { Records: [...second.Records, ...first.Records] };
  expect(await handler(both)).toEqual(done);

  expect(heard.map(({ parameters }) => parameters['SequenceNumber'])).toEqual(['000000', '000001']);
});

// Guarantee: a second whose first does not come goes back to the queue instead of overtaking it.
test('a callback whose turn has not come goes back', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  await callbackEvent(sidOf('3'), '000000');
  const second = await callbackEvent(sidOf('3'), '000001');

  expect(await handler(second)).toEqual(done);

  expect(heard).toEqual([]);
  expect(queues.held(`${queues.prefix}callback`)).toMatchObject([{ sid: sidOf('3'), sequence: '000001' }]);
});

// Guarantee: a program that fails is asked again, and the account can read why.
test('a failure is noted, told and queued again', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  status = 500;

  expect(await handler(await callbackEvent(sidOf('4'), '000000'))).toEqual(done);

  expect(await entry(sidOf('4'), '000000')).toMatchObject({ attempts: 1, attemptedAt: expect.any(Number) });
  expect(queues.held(`${queues.prefix}callback`)).toContainEqual(expect.objectContaining({ sid: sidOf('4') }));
  const notices = (await platform.items()).filter(
    ({ entity, resourceSid }) => entity === 'notification' && resourceSid === sidOf('4'),
  );
  expect(notices).toMatchObject([{ errorCode: 11200, severity: 'warning', accountSid: tenant.sid }]);
});

// Guarantee: a wait longer than SQS can hold is kept in the table, and its time brings the next attempt.
test('a longer wait becomes due', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  const { documents } = await import('../../../lib/store/table.ts');
  status = 500;
  const event = await callbackEvent(sidOf('5'), '000000');
  const waiting = { ...(await entry(sidOf('5'), '000000')), attempts: 11, attemptedAt: Date.now() };
  await documents.send(new PutCommand({ TableName: process.env['TABLE_NAME'], Item: waiting }));

  expect(await handler(event)).toEqual(done);
  expect(await entry(sidOf('5'), '000000')).toMatchObject({
    attempts: 12,
    dueSK: expect.stringContaining('callback.retry'),
  });

  status = 204;
  const due = { at: Date.now(), what: 'callback.retry', id: `${sidOf('5')}/000000` };
  const retry = sampleEvent<SQSEvent>('callbackQueue.retry', tenant, { [sidOf('c')]: sidOf('5') });
  expect(JSON.parse(retry.Records[0]?.body ?? '').due.id).toBe(due.id);
  expect(await handler(retry)).toEqual(done);
  expect(await handler(retry)).toEqual(done);
  const delivered = await entry(sidOf('5'), '000000');
  expect(delivered).toMatchObject({ attempts: 13, deliveredAt: expect.any(Number) });
  expect(delivered).not.toHaveProperty('duePK');
});

// Guarantee: after a day nobody is asked any more, and what was not heard lies in the dead letters.
test('after a day a callback is given up', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  status = 500;

  expect(await handler(await callbackEvent(sidOf('6'), '000000', 24 * 60 * 60 * 1000))).toEqual(done);

  expect(queues.held(`${queues.prefix}callback-dead`)).toMatchObject([{ sid: sidOf('6'), action: 'callback.send' }]);
});

// Guarantee: a callback that cannot be understood fails alone, and comes again until it is a dead letter.
test('a malformed message fails alone', async () => {
  const { handler } = await import('../../../functions/callback/queue.ts');
  const good = await callbackEvent(sidOf('7'), '000000');
  const bad = eventOf({
    sid: sidOf('8'),
    sequence: '000000',
    accountSid: tenant.sid,
    action: 'callback.send',
    input: {},
  });
  const [badRecord] = bad.Records.map((record) => ({ ...record, messageId: 'bad' }));
  if (badRecord === undefined) throw new Error('no record');

  expect(await handler({ Records: [badRecord, ...good.Records] })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'bad' }],
  });
  expect(heard).toHaveLength(1);
});
