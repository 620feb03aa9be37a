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
  voice.twiml['/voice'] = '<Response><Say>Hello</Say><Pause length="600"/></Response>';
}, slowStartMilliseconds);
afterAll(() => voice.close());

// Guarantee: every sample event of the function is one that it takes, from a recording's start to its erasure.
test('events/recording.*.json and events/recordingQueue.*.json', async () => {
  const { handler: queue } = await import('../../../functions/recording/queue.ts');
  voice.carrier.phone('+14155550101').dials(number);
  await voice.clock.advanceBy('5s');
  const { body: listed } = await voice.get(voice.calls, tenant, 'Calls.json');
  const [call] = listed['calls'] as Record<string, string>[];
  const living: Record<string, string> = { [`CA${'c'.repeat(32)}`]: call?.['sid'] ?? '' };
  const api = async (name: string, statusCode: number): Promise<Record<string, unknown>> => {
    const event = sampleEvent<APIGatewayProxyEventV2>(`recording.${name}`, tenant, living);
    const answer = await voice.recordings(event, context);
    expect([name, answer.statusCode]).toEqual([name, statusCode]);
    return answer.headers?.['content-type'] === 'audio/x-wav' || !answer.body ? {} : JSON.parse(answer.body);
  };
  const work = async (name: string) => {
    const event = sampleEvent<SQSEvent>(`recordingQueue.${name}`, tenant, living);
    expect([name, await queue(event)]).toEqual([name, { batchItemFailures: [] }]);
  };

  const { sid } = await api('start-recording', 201);
  living[`RE${'d'.repeat(32)}`] = String(sid);
  await voice.clock.advanceBy('20s');
  expect(await api('list-recordings', 200)).toMatchObject({ recordings: [{ sid, status: 'in-progress' }] });
  expect(await api('list-call-recordings', 200)).toMatchObject({ recordings: [{ sid }] });
  expect(await api('list-conference-recordings', 404)).toMatchObject({ code: 20404 });
  expect(await api('control-recording', 200)).toMatchObject({ sid, status: 'stopped' });
  await voice.clock.advanceBy('20s');
  await work('overlong');
  expect(await api('fetch-recording', 200)).toMatchObject({ sid, status: 'completed', duration: '20' });
  await work('copy-recording');
  await api('play-recording', 200);
  expect(await api('refuse-mp3', 406)).toMatchObject({ code: 20406 });
  await api('delete-recording', 204);
  await work('erase-recording');

  const linked = voice.links('recordings/status', { accountSid: tenant.sid });
  const sent = await voice.asSent(sampleEvent('recording.recording-status', tenant), linked);
  expect((await voice.recordings(sent, context)).statusCode).toBe(204);
});
