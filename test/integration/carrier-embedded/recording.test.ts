import { expect, test } from '@jest/globals';
import { wavMilliseconds } from '../../../lib/carrier/embedded/recording/play-length.ts';
import { account, startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';

const audioOf = async (url: string) => {
  const authorization = `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}`;
  const response = await fetch(url, { headers: { authorization } });
  return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
};

// Guarantee: what a caller says after <Record> is kept as a WAV of the right length, and told to the action and the status callback.
test('a message is recorded', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Record action="/recorded" timeout="2" recordingStatusCallback="/file" recordingStatusCallbackEvent="in-progress completed"/></Response>',
    '/recorded': '<Response><Say>Thanks</Say></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  stage.carrier.phone(caller).says('Please call me back').dials(number);
  await stage.clock.advanceBy('1m');

  const told = stage.received.filter(({ path }) => path !== '/voice');
  expect(
    told.map(({ path, parameters }) => [path, parameters['RecordingStatus'], parameters['RecordingDuration']]),
  ).toEqual([
    ['/file', 'in-progress', undefined],
    ['/recorded', undefined, '4'],
    ['/file', 'completed', '4'],
  ]);
  expect(told.every(({ isSigned }) => isSigned)).toBe(true);
  const { type, bytes } = await audioOf(`${told[1]?.parameters['RecordingUrl']}.wav`);
  expect(type).toBe('audio/x-wav');
  expect(wavMilliseconds(bytes)).toBe('Please call me back'.length * 60 + 2_000);
});

// Guarantee: a message that is to be transcribed has its words, told and shown as Twilio does; deleted they are gone.
test('a message is transcribed', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Record action="/recorded" timeout="2" transcribe="true" transcribeCallback="/words"/></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const call = stage.carrier.phone(caller).says('Please call me back').dials(number);
  await stage.clock.advanceBy('1m');
  const told = stage.received.filter(({ path }) => path === '/words');
  const { body: listed } = await stage.rest('GET', 'Transcriptions.json');
  const [{ sid, recording_sid: recording }] = listed.transcriptions;
  expect(told).toMatchObject([
    {
      isSigned: true,
      parameters: {
        TranscriptionSid: sid,
        TranscriptionText: 'Please call me back',
        TranscriptionStatus: 'completed',
        TranscriptionUrl: expect.stringMatching(new RegExp(`/Recordings/${recording}/Transcriptions/${sid}$`)),
        RecordingSid: recording,
        CallSid: call.sid,
        From: caller,
        To: number,
        Direction: 'inbound',
      },
    },
  ]);
  const nested = `Recordings/${recording}/Transcriptions`;
  expect((await stage.rest('GET', `${nested}.json`)).body.transcriptions).toMatchObject([{ sid, duration: '4' }]);
  expect((await stage.rest('DELETE', `${nested}/${sid}.json`)).status).toBe(204);
  expect((await stage.rest('GET', `Transcriptions/${sid}.json`)).body).toMatchObject({ code: 20404 });
});

// Guarantee: what is too short or too long is not transcribed, and the trace says why.
test.each([
  ['1', 'A'],
  ['200', 'word '.repeat(450)],
])('a recording of at most %s s', async (maxLength, words) => {
  await using stage = await startStage({
    '/voice': `<Response><Record maxLength="${maxLength}" timeout="1" transcribe="true" transcribeCallback="/words"/></Response>`,
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const call = stage.carrier.phone(caller).says(words).dials(number);
  await stage.clock.advanceBy('150s');
  expect(stage.received.map(({ path }) => path)).not.toContain('/words');
  expect(call.trace.map(({ code }) => code)).toContain(13617);
});

// Guarantee: a caller who hangs up while recording still leaves the recording, and the action is told.
test('a caller hangs up while recording', async () => {
  await using stage = await startStage({ '/voice': '<Response><Record action="/recorded"/></Response>' });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  stage.carrier.phone(caller).says('It is me').hangsUpAfter('3s').dials(number);
  await stage.clock.advanceBy('1m');
  expect(stage.received.at(-1)).toMatchObject({
    path: '/recorded',
    parameters: { Digits: 'hangup', CallStatus: 'completed', RecordingDuration: '3' },
  });
});

// Guarantee: a Dial's recording has both parties on their channels and is told to the Dial's action.
test('a Dial is recorded in two channels', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Dial record="record-from-answer-dual" action="/dialed" recordingStatusCallback="/file">+13125550123</Dial></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  stage.carrier.phone('+13125550123').answersAfter('1s').hangsUpAfter('10s');
  const call = stage.carrier.phone(caller).says('hello').dials(number);
  await stage.clock.advanceBy('1m');
  const file = stage.received.find(({ path }) => path === '/file');
  expect(file?.parameters).toMatchObject({
    CallSid: call.sid,
    RecordingSource: 'DialVerb',
    RecordingChannels: '2',
    RecordingDuration: '10',
  });
  const dialed = stage.received.find(({ path }) => path === '/dialed');
  expect(dialed?.parameters['RecordingSid']).toBe(file?.parameters['RecordingSid']);
  const { bytes } = await audioOf(`${file?.parameters['RecordingUrl']}`);
  expect(wavMilliseconds(bytes)).toBe(10_000);
  expect(bytes.readUInt16LE(22)).toBe(2);
});

// Guarantee: a call can be recorded by request, paused, resumed and stopped; a pause is silence in the file, or is skipped;
// it can be deleted.
test('a recording by request', async () => {
  await using stage = await startStage({});
  const { rest, clock } = stage;
  const { body: call } = await rest('POST', 'Calls.json', {
    To: caller,
    From: number,
    Twiml: '<Response><Pause length="60"/></Response>',
  });
  await clock.advanceBy('5s');
  const { status, body } = await rest('POST', `Calls/${call.sid}/Recordings.json`, {
    RecordingStatusCallback: `${stage.programUrl}/file`,
  });
  expect([status, body.status, body.source]).toEqual([201, 'in-progress', 'StartCallRecordingAPI']);
  const at = `Calls/${call.sid}/Recordings/${body.sid}.json`;
  await clock.advanceBy('3s');
  expect((await rest('POST', at, { Status: 'paused' })).body.status).toBe('paused');
  await clock.advanceBy('4s');
  expect((await rest('POST', at, { Status: 'in-progress' })).body.status).toBe('in-progress');
  expect((await rest('POST', at, { Status: 'paused', PauseBehavior: 'skip' })).body.status).toBe('paused');
  await clock.advanceBy('10s');
  expect(
    (await rest('POST', `Calls/${call.sid}/Recordings/Twilio.CURRENT.json`, { Status: 'in-progress' })).body.status,
  ).toBe('in-progress');
  await clock.advanceBy('2s');
  expect((await rest('POST', at, { Status: 'stopped' })).body.status).toBe('stopped');
  await clock.advanceBy('2s');
  expect(stage.received.map(({ path, parameters }) => [path, parameters['RecordingDuration']])).toEqual([
    ['/file', '9'],
  ]);
  expect((await rest('GET', 'Recordings.json')).body.recordings).toHaveLength(1);
  expect((await rest('DELETE', `Recordings/${body.sid}.json`)).status).toBe(204);
  expect((await rest('GET', `Recordings/${body.sid}.json`)).body).toMatchObject({ code: 20404, status: 404 });
});
