import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, send } from '../gateway.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
let callers = 0;
/** Somebody who has not called before: a phone's script goes on where it ended. */
const nextCaller = () => {
  callers += 1;
  return `+1415555${String(callers).padStart(4, '0')}`;
};

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
  stranger = await voice.platform.enrol();
}, slowStartMilliseconds);
afterAll(() => voice.close());

type Shown = Record<string, unknown> & { readonly sid: string };
const transcriptions = async (query = '', as = tenant) =>
  (await voice.get(voice.transcriptions, as, `Transcriptions.json${query}`)).body['transcriptions'] as Shown[];

/** What the outbox brings to a queue for a resource, twice: a queue delivers at least once. Answers what failed. */
async function work(queue: 'recording' | 'transcription', sid: string): Promise<unknown[]> {
  const { handler } = await {
    recording: () => import('../../../functions/recording/queue.ts'),
    transcription: () => import('../../../functions/transcription/queue.ts'),
  }[queue]();
  const messages = await voice.outboxOf(sid, queue);
  const failed: unknown[] = [];
  for (const [index, message] of [...messages, ...messages].entries()) {
    const body = JSON.stringify({ ...message, accountSid: tenant.sid });
    const event = { Records: [{ messageId: String(index), body }] } as SQSEvent;
    failed.push(...(await handler(event)).batchItemFailures);
  }
  return failed;
}

/** A call whose caller says something after the tone, by the carrier's clock until all is said. */
async function recordedCall(words: string, attributes = 'transcribe="true" transcribeCallback="/words"', timeout = 2) {
  voice.twiml['/voice'] =
    `<Response><Record playBeep="false" timeout="${timeout}" action="/done" ${attributes}/><Hangup/></Response>`;
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  const recordings = async () =>
    (await voice.get(voice.recordings, tenant, 'Recordings.json')).body['recordings'] as Shown[];
  const [before, known] = [await recordings(), await transcriptions()];
  const caller = nextCaller();
  const phone = voice.carrier.phone(caller);
  (words === '' ? phone : phone.says(words)).dials(number);
  await voice.clock.advanceBy('140s');
  const recording = (await recordings()).find(({ sid }) => !before.some((one) => one.sid === sid));
  const transcription = (await transcriptions()).find(({ sid }) => !known.some((one) => one.sid === sid));
  if (recording === undefined) throw new Error('Nothing was recorded');
  return { caller, recording, transcription };
}

/** Such a call whose transcription is there, in progress. */
async function transcribedCall(words: string, attributes?: string, timeout?: number) {
  const { caller, recording, transcription } = await recordedCall(words, attributes, timeout);
  if (transcription === undefined) throw new Error('Nothing was transcribed');
  return { caller, recording, transcription };
}

// Guarantee: what a caller says is told and shown in the tenant's own terms, billed once as long as the recording, and gone at the carrier.
test('a transcription from the call to its words', async () => {
  const words = 'Please call me back about the order of yesterday';
  const { caller, recording, transcription } = await transcribedCall(words);
  const { sid } = transcription;
  expect(sid).toMatch(/^TR[0-9a-f]{32}$/);
  expect(transcription).toMatchObject({ status: 'in-progress', transcription_text: null, duration: null, price: null });
  expect(voice.carrier.network.transcriptions.size).toBe(1);

  expect(await work('transcription', sid)).toEqual([]);

  expect(voice.carrier.network.transcriptions.size).toBe(0);
  const { body } = await voice.get(voice.transcriptions, tenant, `Transcriptions/${sid}.json`);
  expect(body).toMatchObject({
    sid,
    account_sid: tenant.sid,
    recording_sid: recording.sid,
    status: 'completed',
    transcription_text: words,
    duration: recording['duration'],
    type: 'fast',
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${tenant.sid}/Transcriptions/${sid}.json`,
  });
  expect(await voice.usesOf(sid)).toEqual([`transcriptions#${sid}#0: ${recording['duration']}`]);
  expect(await voice.usesOf(recording.sid)).toEqual([`recordings#${recording.sid}#0: ${recording['duration']}`]);
  const [told, ...more] = (await voice.outboxOf(sid, 'callback')).map(({ input }) => input);
  expect(more).toEqual([]);
  expect(told).toMatchObject({ url: `${voice.programUrl}/words`, method: 'POST' });
  expect(told?.parameters).toEqual({
    AccountSid: tenant.sid,
    ApiVersion: '2010-04-01',
    CallSid: recording['call_sid'],
    CallStatus: 'completed',
    Direction: 'inbound',
    From: caller,
    To: number,
    RecordingSid: recording.sid,
    RecordingUrl: expect.stringMatching(new RegExp(`/Accounts/${tenant.sid}/Recordings/${recording.sid}$`)),
    TranscriptionSid: sid,
    TranscriptionStatus: 'completed',
    TranscriptionText: words,
    TranscriptionUrl: expect.stringMatching(new RegExp(`/Recordings/${recording.sid}/Transcriptions/${sid}$`)),
  });
});

// Guarantee: the carrier keeps a recording until it has transcribed it, however early it is copied; and not longer.
test('a recording is released when it has been transcribed', async () => {
  const words = 'This is copied before it is transcribed';
  const held = voice.carrier.network.recordings.size;
  const { recording } = await recordedCall('This one is not transcribed', '');
  await work('recording', recording.sid);
  expect(voice.carrier.network.recordings.size).toBe(held);

  const { recording: kept, transcription } = await transcribedCall(words);
  expect(await work('recording', kept.sid)).toEqual([]);
  const upstream = [...voice.carrier.network.recordings.keys()].at(-1) ?? '';
  expect(upstream).not.toBe('');
  expect(await work('transcription', transcription.sid)).toEqual([]);
  expect(await work('recording', transcription.sid)).toEqual([]);
  expect(voice.carrier.network.recordings.has(upstream)).toBe(false);
});

// Guarantee: a transcription that was not told to anybody is stored and billed all the same.
test('without a callback', async () => {
  const { recording, transcription } = await transcribedCall('Nobody is told of this one', 'transcribe="true"');
  expect(await work('transcription', transcription.sid)).toEqual([]);
  expect(await voice.outboxOf(transcription.sid, 'callback')).toEqual([]);
  expect(await voice.usesOf(transcription.sid)).toEqual([
    `transcriptions#${transcription.sid}#0: ${recording['duration']}`,
  ]);
});

// Guarantee: what has no words has failed, is told so, and costs nothing.
test('a failed transcription', async () => {
  const { transcription } = await transcribedCall(
    '',
    'maxLength="5" transcribe="true" transcribeCallback="/words"',
    30,
  );
  expect(await work('transcription', transcription.sid)).toEqual([]);
  const { body } = await voice.get(voice.transcriptions, tenant, `Transcriptions/${transcription.sid}.json`);
  expect(body).toMatchObject({ status: 'failed', transcription_text: null, duration: null, price: null });
  expect(await voice.usesOf(transcription.sid)).toEqual([]);
  const [told] = await voice.outboxOf(transcription.sid, 'callback');
  expect(told?.input.parameters).toMatchObject({ TranscriptionStatus: 'failed', TranscriptionText: '' });
});

// Guarantee: there is no transcription where Twilio makes none, and where one was asked for the account is told why.
test.each([
  ['too short', 'A', 'maxLength="1" transcribe="true"', [13617]],
  ['too long', 'word '.repeat(450).trim(), 'maxLength="130" transcribe="true"', [13617]],
  ['not asked for', 'Long enough for one', 'transcribeCallback="/words"', []],
  ['asked against', 'Long enough for one', 'transcribe="false" transcribeCallback="/words"', []],
])('%s', async (_name, words, attributes, codes) => {
  const { recording, transcription } = await recordedCall(words, attributes, 1);
  expect(transcription).toBeUndefined();
  const { body } = await voice.get(voice.calls, tenant, `Calls/${recording['call_sid']}/Notifications.json`);
  const notices = body['notifications'] as { error_code: string; message_text: string }[];
  expect(notices.map(({ error_code }) => Number(error_code))).toEqual(codes);
});

// Guarantee: transcriptions are found by recording, and nobody finds another's; a deleted one is gone with its words, and stays billed.
test('lists, strangers and deletion', async () => {
  const { recording, transcription } = await transcribedCall('This one is to be deleted in the end');
  const { sid } = transcription;
  const nested = `Recordings/${recording.sid}/Transcriptions`;
  expect((await voice.remove(voice.transcriptions, tenant, `Transcriptions/${sid}.json`)).body).toMatchObject({
    code: 20009,
  });
  await work('transcription', sid);
  const { body } = await voice.get(voice.transcriptions, tenant, `${nested}.json`);
  expect((body['transcriptions'] as Shown[]).map((one) => one.sid)).toEqual([sid]);
  for (const path of [`${nested}/${sid}.json`, `${nested}/${sid}`]) {
    expect((await voice.get(voice.transcriptions, tenant, path)).body).toMatchObject({ sid, status: 'completed' });
  }
  const first = (await transcriptions('?PageSize=1'))[0];
  expect(first?.sid).toBe(sid);
  const [, older] = await transcriptions();
  const foreign = `Recordings/${recording.sid}/Transcriptions/${older?.sid}.json`;
  for (const path of [foreign, `Recordings/${recording['call_sid']}/Transcriptions.json`, 'Transcriptions/TR00.json']) {
    expect((await voice.get(voice.transcriptions, tenant, path)).body).toMatchObject({ code: 20404 });
  }
  const before = await voice.platform.items();
  for (const path of [`Transcriptions/${sid}.json`, `${nested}.json`, `${nested}/${sid}.json`]) {
    expect((await voice.get(voice.transcriptions, stranger, path)).body).toMatchObject({ code: 20404 });
  }
  expect((await voice.remove(voice.transcriptions, stranger, `${nested}/${sid}.json`)).status).toBe(404);
  expect(await voice.platform.items()).toEqual(before);

  expect((await voice.remove(voice.transcriptions, tenant, `${nested}/${sid}.json`)).status).toBe(204);
  expect((await voice.remove(voice.transcriptions, tenant, `Transcriptions/${sid}.json`)).status).toBe(404);
  expect((await transcriptions()).map((one) => one.sid)).not.toContain(sid);
  expect(JSON.stringify(await voice.itemsOf(`RES#${sid}`))).not.toContain('This one is to be deleted');
  expect(await work('transcription', sid)).toEqual([]);
  expect((await voice.get(voice.transcriptions, tenant, `Transcriptions/${sid}.json`)).status).toBe(404);
  expect(await voice.usesOf(sid)).toHaveLength(1);
});

// Guarantee: where an account's transcription is not enabled nothing is transcribed: the document is refused, and the API too.
test('a micro-service that is not enabled', async () => {
  const silent = await voice.tenantWith('+12125550177', '/silent');
  await send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${silent.sid}/MicroServices/transcription`,
    as: voice.platform.operator,
    json: { Enabled: false },
  });
  voice.twiml['/silent'] = '<Response><Record transcribe="true"/></Response>';
  const call = voice.carrier.phone(nextCaller()).says('Is anybody there').dials('+12125550177');
  await voice.clock.advanceBy('20s');
  expect(call.heard).toEqual(
    expect.arrayContaining([expect.objectContaining({ text: 'An application error has occurred. Goodbye.' })]),
  );
  expect((await voice.get(voice.transcriptions, silent, 'Transcriptions.json')).body).toMatchObject({ code: 20010 });
});
