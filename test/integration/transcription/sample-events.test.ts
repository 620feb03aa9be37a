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
  voice.twiml['/voice'] = '<Response><Record timeout="2" transcribe="true" action="/done"/></Response>';
}, slowStartMilliseconds);
afterAll(() => voice.close());

// Guarantee: every sample event of the function is one that it takes, from a carrier's word to the deletion.
test('events/transcription.*.json and events/transcriptionQueue.*.json', async () => {
  const { handler: queue } = await import('../../../functions/transcription/queue.ts');
  voice.carrier.phone('+14155550101').says('Please call me back').dials(number);
  await voice.clock.advanceBy('20s');
  const { body: listed } = await voice.get(voice.transcriptions, tenant, 'Transcriptions.json');
  const [made] = listed['transcriptions'] as Record<string, string>[];
  const living: Record<string, string> = {
    [`TR${'e'.repeat(32)}`]: made?.['sid'] ?? '',
    [`RE${'d'.repeat(32)}`]: made?.['recording_sid'] ?? '',
  };
  const api = async (name: string, statusCode: number): Promise<Record<string, unknown>> => {
    const event = sampleEvent<APIGatewayProxyEventV2>(`transcription.${name}`, tenant, living);
    const answer = await voice.transcriptions(event, context);
    expect([name, answer.statusCode]).toEqual([name, statusCode]);
    return answer.body ? JSON.parse(answer.body) : {};
  };
  const sid = made?.['sid'];
  expect(await api('list-transcriptions', 200)).toMatchObject({ transcriptions: [{ sid, status: 'in-progress' }] });
  const settle = sampleEvent<SQSEvent>('transcriptionQueue.settle-transcription', tenant, living);
  expect(await queue(settle)).toEqual({ batchItemFailures: [] });
  expect(await api('fetch-transcription', 200)).toMatchObject({ sid, transcription_text: 'Please call me back' });
  expect(await api('list-recording-transcriptions', 200)).toMatchObject({ transcriptions: [{ sid }] });
  await api('delete-transcription', 204);

  const linked = voice.links('transcriptions/status', { accountSid: tenant.sid, callSid: `CA${'c'.repeat(32)}` });
  const sent = await voice.asSent(sampleEvent('transcription.transcription-status', tenant), linked);
  expect((await voice.transcriptions(sent, context)).statusCode).toBe(204);
});
