import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import type { Credentials } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
const context = { getRemainingTimeInMillis: () => 29_000 } as never;

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let tenant: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
  voice.twiml['/voice'] = '<Response><Dial><Conference>lobby</Conference></Dial></Response>';
}, slowStartMilliseconds);
afterAll(() => voice.close());

// Guarantee: every sample event of the function is one that it takes.
test('events/conference.*.json, events/conferenceQueue.*.json and what they ask of events/callQueue.*.json', async () => {
  const { handler: conferenceQueue } = await import('../../../functions/conference/queue.ts');
  const { handler: callQueue } = await import('../../../functions/call/queue.ts');
  const living: Record<string, string> = {};
  const api = async (name: string, statusCode: number): Promise<Record<string, unknown>> => {
    const event = sampleEvent<APIGatewayProxyEventV2>(`conference.${name}`, tenant, living);
    const answer = await voice.conferences(event, context);
    expect([name, answer.statusCode]).toEqual([name, statusCode]);
    return answer.body ? JSON.parse(answer.body) : {};
  };
  const work = async (name: string) => {
    const event = sampleEvent<SQSEvent>(name, tenant, living);
    const queue = name.startsWith('call') ? callQueue : conferenceQueue;
    expect([name, await queue(event)]).toEqual([name, { batchItemFailures: [] }]);
  };
  for (const caller of ['+14155550101', '+14155550102', '+14155550103']) voice.carrier.phone(caller).dials(number);
  await voice.clock.advanceBy('5s');

  const { conferences } = (await api('list-conferences', 200)) as { conferences: Record<string, string>[] };
  living[`CF${'e'.repeat(32)}`] = conferences[0]?.['sid'] ?? '';
  const { participants } = (await api('list-participants', 200)) as { participants: Record<string, string>[] };
  expect(participants).toHaveLength(3);
  living[`CA${'c'.repeat(32)}`] = participants[0]?.['call_sid'] ?? '';
  expect(await api('fetch-conference', 200)).toMatchObject({ status: 'in-progress' });
  expect(await api('fetch-participant', 200)).toMatchObject({ muted: false });
  expect(await api('change-participant', 200)).toMatchObject({ muted: true });
  expect(await api('add-participant', 201)).toMatchObject({ status: 'queued' });
  await work('callQueue.place-call');
  await voice.clock.advanceBy('1s');
  await work('callQueue.end-call');
  await voice.clock.advanceBy('1s');
  await work('conferenceQueue.call-ended');
  await api('remove-participant', 204);
  await voice.clock.advanceBy('1s');
  await work('conferenceQueue.remove-participant');
  expect(await api('end-conference', 200)).toMatchObject({ status: 'completed' });
  await voice.clock.advanceBy('1s');
  await work('conferenceQueue.settle');
  expect(await voice.usesOf(living[`CF${'e'.repeat(32)}`] ?? '')).toHaveLength(3);

  const linked = voice.links('conferences/events', { accountSid: tenant.sid, room: 'lobby' });
  const sent = await voice.asSent(sampleEvent('conference.conference-event', tenant, living), linked);
  expect((await voice.conferences(sent, context)).statusCode).toBe(204);
});
