import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { type Credentials, type Handler, send } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startsAt, startVoice, type Voice } from '../voice.ts';
import { signed } from './signed-sample.ts';

const ours = '+15550100001';
const sampleCall = `CA${'c'.repeat(32)}`;
const context = { getRemainingTimeInMillis: () => 29_000 } as never;

let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  voice.twiml['/voice'] = '<Response><Gather action="/voice"><Say>Hello</Say></Gather></Response>';
  tenant = await voice.tenantWith(ours, '/voice');
});
afterAll(() => voice?.close());

const ask = async (handler: Handler, event: APIGatewayProxyEventV2) => {
  const { statusCode, body } = await handler(event, context);
  return { statusCode, body: body ?? '' };
};
const asTenant = (name: string, sid = sampleCall) =>
  ask(
    voice.calls,
    sampleEvent<APIGatewayProxyEventV2>(`call.${name}`, tenant, {
      [sampleCall]: sid,
      'https://tenant.example': voice.programUrl,
    }),
  );

// Guarantee: a tenant's sample requests do what their names say.
test('events/call.{place,list,fetch,update,delete}-call.json', async () => {
  const placed = await asTenant('place-call');
  expect(placed.statusCode).toBe(201);
  const { sid, status } = JSON.parse(placed.body);
  expect(status).toBe('queued');
  expect(await asTenant('fetch-call', sid)).toMatchObject({ statusCode: 200 });
  expect(await asTenant('fetch-call')).toMatchObject({ statusCode: 404 });

  await voice.clock.advanceBy('4s');
  expect(await asTenant('update-call', sid)).toMatchObject({ statusCode: 200 });
  await voice.clock.advanceBy('1s');
  const listed = JSON.parse((await asTenant('list-calls')).body);
  expect(listed.calls).toEqual([expect.objectContaining({ sid, status: 'completed' })]);
  expect(await asTenant('delete-call', sid)).toMatchObject({ statusCode: 204 });
  expect(await asTenant('fetch-call', sid)).toMatchObject({ statusCode: 404 });
});

// Guarantee: a queue's sample requests do what their names say, with a caller in it and without.
test('events/call.{create,list,fetch,update,delete}-queue.json, {list,fetch,dequeue}-member(s).json', async () => {
  const made = await asTenant('create-queue');
  expect(made.statusCode).toBe(201);
  const { sid } = JSON.parse(made.body);
  const ofQueue = (name: string) =>
    ask(
      voice.calls,
      sampleEvent<APIGatewayProxyEventV2>(`call.${name}`, tenant, {
        [`QU${'d'.repeat(32)}`]: sid,
        'https%3A%2F%2Ftenant.example': encodeURIComponent(voice.programUrl),
      }),
    );
  const Twiml = '<Response><Enqueue waitUrl="">support</Enqueue></Response>';
  const waiting = { To: '+15550199009', From: ours, Twiml };
  const call = await voice.post(voice.calls, tenant, 'Calls.json', waiting);
  await voice.clock.advanceBy('5s');
  expect(JSON.parse((await ofQueue('list-members')).body).queue_members).toMatchObject([{ position: 1 }]);
  expect(JSON.parse((await ofQueue('list-queues')).body).queues).toMatchObject([{ sid, max_size: 10 }]);
  expect(JSON.parse((await ofQueue('update-queue')).body)).toMatchObject({ max_size: 20 });
  expect(await ofQueue('fetch-queue')).toMatchObject({ statusCode: 200 });
  expect(await ofQueue('fetch-member')).toMatchObject({ statusCode: 200 });
  expect(await ofQueue('delete-queue')).toMatchObject({ statusCode: 409 });
  expect(await ofQueue('dequeue-member')).toMatchObject({ statusCode: 200 });
  await voice.post(voice.calls, tenant, `Calls/${call.body['sid']}.json`, { Status: 'completed' });
  await voice.clock.advanceBy('1s');
  expect(await ofQueue('delete-queue')).toMatchObject({ statusCode: 204 });
  expect(await ofQueue('fetch-queue')).toMatchObject({ statusCode: 404 });
});

// Guarantee: a carrier's sample webhooks lead a call from its first ring to its end, once they are signed; as they lie there, with a
// signature that is nobody's, they are refused and leave nothing.
test('events/call.{answer-call,continue-call,call-status}.json', async () => {
  const items = await voice.platform.items();
  for (const name of ['answer-call', 'continue-call', 'call-status']) {
    const unsigned = sampleEvent<APIGatewayProxyEventV2>(`call.${name}`, tenant);
    expect(await ask(voice.calls, unsigned)).toMatchObject({ statusCode: 403 });
  }
  expect(await voice.platform.items()).toEqual(items);

  const answered = await ask(voice.calls, await signed('call.answer-call'));
  expect(answered).toMatchObject({ statusCode: 200, body: expect.stringContaining('<Say>Hello</Say>') });
  const [call] = (await voice.itemsOf('RES#CA')).filter((item) => item['direction'] === 'inbound');
  const callSid = String(call?.['PK']).slice(4);
  const state = { accountSid: tenant.sid, callSid, url: `${voice.programUrl}/voice` };
  expect(await ask(voice.calls, await signed('call.continue-call', state))).toMatchObject({ statusCode: 200 });
  expect(await ask(voice.calls, await signed('call.call-status'))).toMatchObject({ statusCode: 204 });

  expect(await voice.usesOf(callSid)).toEqual([`calls-inbound#${callSid}#0: 61`]);
});

// Guarantee: a call whose end nobody told is looked at when it is due, and ended where it still lives; one that rings is canceled.
test('events/callQueue.due.json', async () => {
  const { handler } = await import('../../../functions/call/queue.ts');
  const { body } = await send(voice.calls, {
    method: 'POST',
    path: `/2010-04-01/Accounts/${tenant.sid}/Calls.json`,
    as: tenant,
    form: { To: '+15550199003', From: ours, Twiml: '<Response><Pause length="60"/></Response>' },
  });
  const sid = String(body['sid']);

  const event = sampleEvent<SQSEvent>('callQueue.due', tenant, { [sampleCall]: sid });
  expect(await handler(event)).toEqual({ batchItemFailures: [] });
  await voice.clock.advanceTo(startsAt + 3_600_000);

  expect(JSON.parse((await asTenant('fetch-call', sid)).body)).toMatchObject({ status: 'canceled' });
});
