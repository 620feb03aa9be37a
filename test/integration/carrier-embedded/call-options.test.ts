import { expect, test } from '@jest/globals';
import { wavOf } from '../../../lib/carrier/embedded/recording/wav.ts';
import { type Program, startStage } from './program.ts';

const phone = '+14155550177';
const number = '+12125550100';

/** A call placed with those options, played for five minutes. */
async function placed(options: Record<string, string>, program: Program = {}) {
  const stage = await startStage({ '/voice': '<Response><Pause length="60"/></Response>', ...program });
  return {
    ...stage,
    place: async () => {
      const { programUrl } = stage;
      const urls = {
        Url: `${programUrl}/voice`,
        StatusCallback: `${programUrl}/status`,
        RecordingStatusCallback: `${programUrl}/file`,
      };
      const { body } = await stage.rest('POST', 'Calls.json', { To: phone, From: number, ...urls, ...options });
      await stage.clock.advanceBy('5m');
      return body.sid as string;
    },
    told: (path: string) => stage.received.filter((one) => one.path === path).map(({ parameters }) => parameters),
  };
}

// Guarantee: a call recorded from its answer has a recording as long as the call, in as many channels as asked.
test('Record', async () => {
  await using stage = await placed({ Record: 'true', RecordingChannels: 'dual' });
  stage.carrier.phone(phone).answersAfter('1s').hangsUpAfter('12s');
  const sid = await stage.place();
  expect(stage.told('/file')).toMatchObject([
    {
      CallSid: sid,
      RecordingStatus: 'completed',
      RecordingDuration: '12',
      RecordingChannels: '2',
      RecordingSource: 'OutboundAPI',
    },
  ]);
});

// Guarantee: a call lasts no longer than its limit, and rings no longer than its timeout.
test.each([
  ['TimeLimit', { TimeLimit: '15' }, 'completed', '15'],
  ['Timeout', { Timeout: '5' }, 'no-answer', '0'],
])('%s', async (_, options, status, seconds) => {
  await using stage = await placed(options as unknown as Record<string, string>);
  stage.carrier.phone(phone).answersAfter('10s');
  if (status === 'completed') stage.carrier.phone(phone).answersAfter('1s');
  await stage.place();
  expect(stage.told('/status')).toMatchObject([{ CallStatus: status, CallDuration: seconds }]);
});

// Guarantee: who answered is known before the program is asked, when that was asked for.
test.each(['human', 'machine_start'])('MachineDetection finds %s', async (who) => {
  await using stage = await placed({ MachineDetection: 'Enable' });
  stage.carrier.phone(phone).answersAfter('1s').hangsUpAfter('20s');
  if (who === 'machine_start') stage.carrier.phone(phone).machine();
  const sid = await stage.place();
  expect(stage.told('/voice')).toMatchObject([{ AnsweredBy: who, CallStatus: 'in-progress' }]);
  expect(stage.received[0]?.at).toBe(100 + 400 + 1_000 + 3_000);
  expect((await stage.rest('GET', `Calls/${sid}.json`)).body.answered_by).toBe(who);
});

// Guarantee: digits are sent to the phone before the program is asked.
test('SendDigits', async () => {
  await using stage = await placed({ SendDigits: 'ww12' });
  stage.carrier.phone(phone).answersAfter('1s').hangsUpAfter('20s');
  await stage.place();
  expect(stage.carrier.phone(phone).calls[0]?.heard[0]?.text).toBe('[ww12]');
  expect(stage.received[0]?.at).toBe(100 + 400 + 1_000 + 2 * 500 + 2 * 200);
});

// Guarantee: a Play takes as long as its file.
test('Play', async () => {
  const tone = Buffer.concat([...wavOf({ channels: 1, recordedMilliseconds: 2_500, voices: [] })]);
  await using stage = await placed(
    { TimeLimit: '60' },
    {
      '/voice': '<Response><Play loop="2">/tone.wav</Play></Response>',
      '/tone.wav': { status: 200, body: tone, contentType: 'audio/wav' },
    },
  );
  await stage.place();
  expect(stage.told('/status')).toMatchObject([{ CallStatus: 'completed', CallDuration: '5' }]);
});

// Guarantee: whoever waits for a room to start hears what its waitUrl says.
test('waitUrl', async () => {
  await using stage = await placed(
    {},
    {
      '/voice': '<Response><Dial><Conference waitUrl="/wait">r</Conference></Dial></Response>',
      '/wait': '<Response><Say>Please hold</Say></Response>',
    },
  );
  await stage.place();
  expect(stage.told('/wait')).toMatchObject([{ FriendlyName: 'r' }]);
  expect(stage.carrier.phone(phone).calls[0]?.heard.map(({ text }) => text)).toEqual(['Please hold']);
});

// Guarantee: a call that was canceled before it was dialled reaches nobody.
test('Status=canceled', async () => {
  await using stage = await startStage({});
  const { body } = await stage.rest('POST', 'Calls.json', {
    To: phone,
    From: number,
    Twiml: '<Response/>',
    StatusCallback: `${stage.programUrl}/status`,
  });
  expect((await stage.rest('POST', `Calls/${body.sid}.json`, { Status: 'canceled' })).body.status).toBe('canceled');
  await stage.clock.advanceBy('1m');
  expect(stage.received.map(({ parameters }) => parameters['CallStatus'])).toEqual(['canceled']);
  expect(stage.carrier.phone(phone).calls[0]?.heard).toEqual([]);
});
