import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Tenant, World } from './world.ts';

let world: World;
let tenant: Tenant;
let number: string;
beforeAll(async () => {
  world = await World.start();
  tenant = await world.enrol('Recordings');
  number = await tenant.rentNumber();
});
afterAll(() => world?.close());

const caller = '+14155550151';

/** What a WAV file says of itself, in channels and seconds. */
function wav(file: Buffer): { channels: number; seconds: number } {
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.toString('latin1', 8, 12)).toBe('WAVE');
  const channels = file.readUInt16LE(22);
  return { channels, seconds: file.readUInt32LE(40) / file.readUInt32LE(28) };
}

/** Fetches a recording's sound as a program does: with its account's credentials, following redirects. */
async function play(path: string): Promise<Buffer> {
  const answer = await fetch(world.platform.platform.url + path, {
    headers: { authorization: `Basic ${Buffer.from(`${tenant.sid}:${tenant.authToken}`).toString('base64')}` },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^audio\/(x-)?wav$/);
  return Buffer.from(await answer.arrayBuffer());
}

// Guarantee: what a caller leaves after the tone is a Recording of the right length, that the tenant can fetch.
test('the Record verb', async () => {
  const { program, client } = tenant;
  program
    .answers(
      '/voice',
      `<Response><Say>Leave a message</Say>
        <Record action="/recorded" maxLength="30" timeout="5" playBeep="true" finishOnKey="#"
          recordingStatusCallback="/recording" recordingStatusCallbackEvent="completed"/></Response>`,
    )
    .answers('/recorded', '<Response><Say>Thank you</Say><Hangup/></Response>');

  const call = await world.phones.dials(caller, number, {
    steps: [
      { act: 'says', text: 'This is a message of some length, so that there is something to keep' },
      { act: 'waits', duration: '1s' },
      { act: 'presses', digits: '#' },
    ],
  });
  await world.pass('2m');

  expect(await world.phones.heard(call.sid)).toEqual(expect.arrayContaining(['Leave a message', 'Thank you']));
  const [recorded] = program.askedAt('/recorded');
  expect(recorded).toMatchObject({ RecordingSid: expect.stringMatching(/^RE[0-9a-f]{32}$/), Digits: '#' });
  const [told] = program.askedAt('/recording');
  expect(told).toMatchObject({
    AccountSid: tenant.sid,
    CallSid: recorded?.['CallSid'],
    RecordingSid: recorded?.['RecordingSid'],
    RecordingStatus: 'completed',
    RecordingSource: 'RecordVerb',
    RecordingChannels: '1',
    RecordingDuration: recorded?.['RecordingDuration'],
  });

  const shown = await client.recordings(recorded?.['RecordingSid'] ?? '').fetch();
  expect(shown).toMatchObject({
    status: 'completed',
    channels: 1,
    callSid: recorded?.['CallSid'],
    source: 'RecordVerb',
  });
  expect(shown.duration).toBe(told?.['RecordingDuration']);
  const sound = wav(await play(shown.uri.replace('.json', '.wav')));
  expect(sound.channels).toBe(1);
  expect(Math.ceil(sound.seconds)).toBe(Number(shown.duration));
  expect(sound.seconds).toBeGreaterThan(4);
  const { pathname } = new URL(told?.['RecordingUrl'] ?? '');
  expect(wav(await play(pathname))).toEqual(sound);
  expect(program.forged).toEqual([]);
});

// Guarantee: a call that is recorded from its answer has a Recording as long as the call, in as many channels as asked for.
test.each([
  ['mono', 1],
  ['dual', 2],
] as const)('record=true, %s', async (recordingChannels, channels) => {
  const { client, program } = tenant;
  await world.phones.script('+14155550152', { answer: { kind: 'answers', after: '2s' }, hangsUpAfter: '15s' });

  const call = await client.calls.create({
    from: number,
    to: '+14155550152',
    twiml: '<Response><Say>This call is recorded</Say><Pause length="60"/></Response>',
    record: true,
    recordingChannels,
    recordingStatusCallback: program.url(`/recording-${recordingChannels}`),
  });
  await world.pass('1m');

  const [recording, ...others] = await client.calls(call.sid).recordings.list();
  expect(others).toEqual([]);
  expect(recording).toMatchObject({
    callSid: call.sid,
    status: 'completed',
    duration: '15',
    channels,
    source: 'OutboundAPI',
  });
  const sound = wav(await play(`/2010-04-01/Accounts/${tenant.sid}/Recordings/${recording?.sid}.wav`));
  expect(sound).toEqual({ channels, seconds: 15 });
  expect(program.askedAt(`/recording-${recordingChannels}`)).toEqual([
    expect.objectContaining({ RecordingSid: recording?.sid, CallSid: call.sid, RecordingStatus: 'completed' }),
  ]);
});

// Guarantee: a recording is its account's: another account cannot hear it, nobody can without credentials, and deleted it is gone.
test('whose it is, and its end', async () => {
  const { client } = tenant;
  const other = await world.enrol('Curious');
  const [recording] = await client.recordings.list({ limit: 1 });
  const path = `/2010-04-01/Accounts/${tenant.sid}/Recordings/${recording?.sid}`;

  await expect(other.client.recordings(recording?.sid ?? '').fetch()).rejects.toMatchObject({ status: 404 });
  expect((await fetch(`${world.platform.platform.url}${path}.wav`)).status).toBe(401);
  expect(await world.ask('GET', `${path}.wav`, { as: other })).toMatchObject({ status: 404, body: { code: 20404 } });

  await client.recordings(recording?.sid ?? '').remove();
  await world.pass('1s');
  expect(await world.ask('GET', `${path}.wav`, { as: tenant })).toMatchObject({ status: 404, body: { code: 20404 } });
  expect((await client.recordings.list()).map(({ sid }) => sid)).not.toContain(recording?.sid);
});
