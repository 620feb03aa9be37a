import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { type Credentials, gatewayEvent } from '../gateway.ts';
import { startsAt, startVoice, type Voice } from '../voice.ts';

const number = '+12125550100';
const callers = '+14155550100';

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let tenant: Credentials;
let stranger: Credentials;
let work: (sid: string) => Promise<string[]>;

beforeAll(async () => {
  voice = await startVoice();
  tenant = await voice.tenantWith(number, '/voice');
  stranger = await voice.platform.enrol();
  const { handler } = await import('../../../functions/recording/queue.ts');
  // What the outbox brings to the queue, each twice: a queue delivers at least once.
  work = async (sid) => {
    const messages = await voice.outboxOf(sid, 'recording');
    const Records = [...messages, ...messages].map((message, index) => ({
      messageId: String(index),
      body: JSON.stringify(message),
    }));
    const failed: string[] = [];
    for (const record of Records) {
      const { batchItemFailures } = await handler({ Records: [record] } as SQSEvent);
      failed.push(...batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    }
    return failed;
  };
}, slowStartMilliseconds);
afterAll(() => voice.close());

type Shown = Record<string, string>;
const recordings = async (query = '', as = tenant) =>
  (await voice.get(voice.recordings, as, `Recordings.json${query}`)).body['recordings'] as Shown[];
const sound = async (path: string, as = tenant) => {
  const uri = `/2010-04-01/Accounts/${as.sid}/Recordings/${path}`;
  return voice.recordings(gatewayEvent({ method: 'GET', path: uri, as }), {
    getRemainingTimeInMillis: () => 29_000,
  } as never);
};
const told = async (sid: string) =>
  (await voice.outboxOf(sid, 'callback')).map(({ input }) => input.parameters as Record<string, string>);

/** A call whose caller records five seconds. */
async function recordedCall(events = 'in-progress completed absent') {
  voice.twiml['/voice'] =
    `<Response><Record maxLength="5" playBeep="false" action="/done" recordingStatusCallback="/recorded" recordingStatusCallbackEvent="${events}"/></Response>`;
  voice.twiml['/done'] = '<Response><Hangup/></Response>';
  const before = new Set((await recordings()).map(({ sid }) => sid));
  voice.carrier.phone(callers).says('one two three four five six seven').dials(number);
  await voice.clock.advanceBy('30s');
  const made = (await recordings()).filter(({ sid }) => !before.has(sid));
  expect(made).toHaveLength(1);
  return made[0] as Shown;
}

// Guarantee: what a caller records is billed once, kept here, told when it can be heard, and gone at the carrier.
test('a recording from its start to its sound', async () => {
  const recording = await recordedCall();
  const { sid = '', call_sid: callSid = '' } = recording;
  expect(recording).toMatchObject({
    account_sid: tenant.sid,
    status: 'completed',
    source: 'RecordVerb',
    channels: 1,
    price: null,
    price_unit: 'USD',
    error_code: null,
    encryption_details: null,
    api_version: '2010-04-01',
    uri: `/2010-04-01/Accounts/${tenant.sid}/Recordings/${sid}.json`,
  });
  const seconds = Number(recording['duration']);
  expect(seconds).toBeGreaterThan(0);
  expect(await voice.usesOf(sid)).toEqual([`recordings#${sid}#0: ${seconds}`]);
  expect((await told(sid)).map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress']);
  expect((await sound(`${sid}.wav`)).statusCode).toBe(404);
  expect(voice.carrier.network.recordings.size).toBe(1);

  expect(await work(sid)).toEqual([]);

  expect(voice.carrier.network.recordings.size).toBe(0);
  const [, completed, ...more] = await told(sid);
  expect(more).toEqual([]);
  expect(completed).toMatchObject({
    AccountSid: tenant.sid,
    CallSid: callSid,
    RecordingSid: sid,
    RecordingStatus: 'completed',
    RecordingDuration: String(seconds),
    RecordingChannels: '1',
    RecordingSource: 'RecordVerb',
  });
  expect(completed?.['RecordingUrl']).toMatch(new RegExp(`/2010-04-01/Accounts/${tenant.sid}/Recordings/${sid}$`));
  for (const path of [sid, `${sid}.wav`]) {
    const { statusCode, headers, body = '', isBase64Encoded } = await sound(path);
    expect([statusCode, headers?.['content-type'], isBase64Encoded]).toEqual([200, 'audio/x-wav', true]);
    const wav = Buffer.from(body, 'base64');
    expect(wav.toString('latin1', 0, 4)).toBe('RIFF');
    expect(Math.ceil((wav.length - 44) / 16_000)).toBe(seconds);
  }
  const mp3 = await sound(`${sid}.mp3`);
  expect([mp3.statusCode, JSON.parse(mp3.body ?? '').message]).toEqual([
    406,
    `Not acceptable: MP3 is not made here; ask for ${sid}.wav`,
  ]);
});

// Guarantee: recordings are found by call and by day, and nobody finds another's.
test('lists and foreign recordings', async () => {
  const { sid = '', call_sid: callSid = '' } = await recordedCall();
  await work(sid);
  expect((await recordings(`?CallSid=${callSid}`)).map((one) => one['sid'])).toEqual([sid]);
  expect(await recordings('?DateCreated>=2026-11-25')).toEqual([]);
  expect((await recordings('?DateCreated=2026-11-24')).length).toBeGreaterThan(0);
  const { body } = await voice.get(voice.recordings, tenant, `Calls/${callSid}/Recordings.json`);
  expect(body['recordings']).toMatchObject([
    { sid, track: 'both', uri: `/2010-04-01/Accounts/${tenant.sid}/Calls/${callSid}/Recordings/${sid}.json` },
  ]);
  const before = await voice.platform.items();
  const paths = [`Recordings/${sid}.json`, `Recordings/${sid}.wav`, `Recordings/${sid}.mp3`, `Recordings/${sid}`];
  const nested = [`Calls/${callSid}/Recordings.json`, `Calls/${callSid}/Recordings/${sid}.json`];
  for (const path of [...paths, ...nested, 'Recordings/RE00.json']) {
    expect((await voice.get(voice.recordings, stranger, path)).body).toMatchObject({ code: 20404 });
    expect(
      await voice.get(
        voice.recordings,
        tenant,
        path.replaceAll(sid, `RE${'0'.repeat(32)}`).replaceAll(callSid, `CA${'0'.repeat(32)}`),
      ),
    ).toMatchObject({ status: 404 });
  }
  expect((await voice.remove(voice.recordings, stranger, `Recordings/${sid}.json`)).status).toBe(404);
  expect((await voice.post(voice.recordings, stranger, `Calls/${callSid}/Recordings.json`, {})).status).toBe(404);
  expect(await recordings('', stranger)).toEqual([]);
  expect(await voice.platform.items()).toEqual(before);
});

// Guarantee: a live call is recorded by request, paused, resumed and stopped, and each step is the carrier's too.
test('recording a live call', async () => {
  voice.twiml['/voice'] = '<Response><Say>Hello</Say><Pause length="60"/></Response>';
  voice.carrier.phone('+14155550111').dials(number);
  await voice.clock.advanceBy('5s');
  const calls = (await voice.get(voice.calls, tenant, 'Calls.json?Status=in-progress')).body['calls'] as Shown[];
  const callSid = calls[0]?.['sid'] ?? '';
  const started = await voice.post(voice.recordings, tenant, `Calls/${callSid}/Recordings.json`, {
    RecordingChannels: 'dual',
    RecordingStatusCallback: `${voice.programUrl}/recorded`,
  });
  expect(started).toMatchObject({ status: 201, body: { status: 'in-progress', channels: 2, call_sid: callSid } });
  const sid = String(started.body['sid']);
  const control = (Status: string, name = 'Twilio.CURRENT', more = {}) =>
    voice.post(voice.recordings, tenant, `Calls/${callSid}/Recordings/${name}.json`, { Status, ...more });
  await voice.clock.advanceBy('10s');
  const skip = { PauseBehavior: 'skip' };
  expect(await control('paused', sid, skip)).toMatchObject({ status: 200, body: { sid, status: 'paused' } });
  await voice.clock.advanceBy('10s');
  expect(await control('in-progress', sid)).toMatchObject({ status: 200, body: { sid, status: 'in-progress' } });
  await voice.clock.advanceBy('10s');
  expect((await voice.remove(voice.recordings, tenant, `Recordings/${sid}.json`)).body).toMatchObject({ code: 20009 });
  expect(await control('stopped')).toMatchObject({ status: 200, body: { sid, status: 'stopped' } });
  await voice.clock.advanceBy('10s');

  const shown = (await voice.get(voice.recordings, tenant, `Recordings/${sid}.json`)).body;
  expect(shown).toMatchObject({ status: 'completed', duration: '20', channels: 2, source: 'StartCallRecordingAPI' });
  expect(await voice.usesOf(sid)).toEqual([`recordings#${sid}#0: 20`]);
  expect((await control('paused', sid)).body).toMatchObject({ code: 21220 });
  expect((await control('paused')).body).toMatchObject({ code: 20404 });
  expect(await work(sid)).toEqual([]);
  expect((await told(sid)).map(({ RecordingStatus }) => RecordingStatus)).toEqual(['completed']);

  await voice.clock.advanceBy('60s');
  const late = await voice.post(voice.recordings, tenant, `Calls/${callSid}/Recordings.json`, {});
  expect(late).toMatchObject({ status: 400, body: { code: 21220 } });
});

// Guarantee: a conference's recording is paused, with silence in it, resumed and stopped like a call's, and billed once.
test('recording a live conference', async () => {
  voice.twiml['/voice'] = '<Response><Dial><Conference record="record-from-start">talk</Conference></Dial></Response>';
  for (const caller of ['+14155550121', '+14155550122']) voice.carrier.phone(caller).dials(number);
  await voice.clock.advanceBy('10s');
  const [running] = (await recordings()).filter(({ source }) => source === 'Conference');
  const { sid = '', conference_sid: room = '' } = running ?? {};
  const control = (Status: string, name = 'Twilio.CURRENT', more = {}) =>
    voice.post(voice.recordings, tenant, `Conferences/${room}/Recordings/${name}.json`, { Status, ...more });
  expect(await control('paused')).toMatchObject({ status: 200, body: { sid, status: 'paused', conference_sid: room } });
  expect(await control('paused')).toMatchObject({ status: 200, body: { sid, status: 'paused' } });
  await voice.clock.advanceBy('10s');
  expect(await control('in-progress', sid)).toMatchObject({ status: 200, body: { status: 'in-progress' } });
  expect((await control('stopped', sid, { PauseBehavior: 'skip' })).body).toMatchObject({ code: 20001 });
  expect(await control('stopped')).toMatchObject({ status: 200, body: { sid, status: 'stopped' } });
  expect((await control('in-progress', sid)).body).toMatchObject({ code: 21220 });
  await voice.clock.advanceBy('10s');
  expect(await work(sid)).toEqual([]);
  const [use, ...more] = await voice.usesOf(sid);
  expect(more).toEqual([]);
  expect(Number(use?.split(': ')[1])).toBeGreaterThanOrEqual(10);
  expect((await control('paused', sid)).body).toMatchObject({ code: 21220 });
  expect((await control('paused')).body).toMatchObject({ code: 20404 });
  const foreign = `Conferences/${room}/Recordings/${sid}.json`;
  expect((await voice.post(voice.recordings, stranger, foreign, { Status: 'paused' })).body).toMatchObject({
    code: 20404,
  });
});

// Guarantee: a deleted recording is gone everywhere, stays billed, and its late report does not bring it back.
test('deleting a recording', async () => {
  const { sid = '' } = await recordedCall();
  await work(sid);
  expect((await voice.remove(voice.recordings, tenant, `Recordings/${sid}.json`)).status).toBe(204);
  expect((await voice.remove(voice.recordings, tenant, `Recordings/${sid}.json`)).status).toBe(404);
  expect((await sound(`${sid}.wav`)).statusCode).toBe(404);
  expect((await recordings()).map((one) => one['sid'])).not.toContain(sid);
  expect(await work(sid)).toEqual([]);
  const { readMedia } = await import('../../../functions/recording/bucket.ts');
  await expect(readMedia(`${tenant.sid}/${sid}.wav`)).rejects.toThrow();
  expect(await voice.usesOf(sid)).toHaveLength(1);
});

// Guarantee: a recording that is deleted before it was copied leaves nothing at the carrier either.
test('deleting before copying', async () => {
  const { sid = '' } = await recordedCall();
  expect((await voice.remove(voice.recordings, tenant, `Recordings/${sid}.json`)).status).toBe(204);
  expect(await work(sid)).toEqual([]);
  expect(voice.carrier.network.recordings.size).toBe(0);
  expect((await told(sid)).map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress']);
});

// Guarantee: a recording longer than the account's configuration lets it is stopped when it is due.
test('an overlong recording', async () => {
  const cautious = await voice.tenantWith('+12125550177', '/long');
  await (await import('../gateway.ts')).send(voice.platform.accountApi, {
    method: 'POST',
    path: `/v1/Accounts/${cautious.sid}/MicroServices/recording`,
    as: voice.platform.operator,
    json: { MaxSeconds: 10 },
  });
  voice.twiml['/long'] = '<Response><Record maxLength="100" playBeep="false" timeout="100"/></Response>';
  voice.carrier.phone('+14155550112').dials('+12125550177');
  await voice.clock.advanceBy('5s');
  const [{ sid = '' } = {}] = await recordings('', cautious);
  const item = (await voice.itemsOf(`RES#${sid}`))[0];
  expect(String(item?.['dueSK'])).toMatch(/^\d{13}#recording#recording\.overlong#RE/);
  const dueAt = Number(String(item?.['dueSK']).slice(0, 13));
  expect(dueAt - startsAt).toBeGreaterThan(10_000);
  await voice.clock.advanceTo(dueAt);
  const { handler } = await import('../../../functions/recording/queue.ts');
  const body = JSON.stringify({ due: { at: dueAt, what: 'recording.overlong', id: sid } });
  const answer = await handler({ Records: [{ messageId: '1', body }] } as SQSEvent);
  expect(answer).toEqual({ batchItemFailures: [] });
  await voice.clock.advanceBy('5s');
  expect(await voice.usesOf(sid)).toEqual([`recordings#${sid}#0: 10`]);
});

// Guarantee: bad input is refused by name, and writes nothing.
test.each([
  ['GET', 'Recordings.json?PageSize=x', {}, 'PageSize'],
  ['GET', 'Recordings.json?DateCreated=soon', {}, 'DateCreated: soon'],
  ['GET', 'Recordings.json?PageToken=zzz', {}, 'PageToken', 21481],
  ['POST', 'Calls/CALL/Recordings.json', { RecordingChannels: 'three' }, 'RecordingChannels'],
  ['POST', 'Calls/CALL/Recordings.json', { RecordingStatusCallback: 'nowhere' }, 'nowhere', 21609],
  ['POST', 'Calls/CALL/Recordings.json', { RecordingStatusCallbackEvent: 'started' }, 'RecordingStatusCallbackEvent'],
  ['POST', 'Calls/CALL/Recordings.json', { Trim: 'trim-silence' }, 'Trim'],
  ['POST', 'Calls/CALL/Recordings.json', { RecordingTrack: 'inbound' }, 'RecordingTrack'],
  ['POST', 'Calls/CALL/Recordings/Twilio.CURRENT.json', { Status: 'gone' }, 'Status'],
  ['POST', 'Calls/CALL/Recordings/Twilio.CURRENT.json', {}, 'Status'],
  ['POST', 'Conferences/CF1/Recordings/RE1.json', { Status: 'completed' }, 'Status'],
  ['POST', 'Conferences/CF1/Recordings/RE1.json', { Status: 'paused', PauseBehavior: 'mute' }, 'PauseBehavior'],
] as const)('%s %s %p', async (method, path, form, names, code: number = 20001) => {
  const [call] = (await voice.get(voice.calls, tenant, 'Calls.json')).body['calls'] as Shown[];
  const before = await voice.platform.items();
  const full = path.replace('CALL', call?.['sid'] ?? '');
  const answer =
    method === 'GET'
      ? await voice.get(voice.recordings, tenant, full)
      : await voice.post(voice.recordings, tenant, full, form);
  expect(answer).toMatchObject({ status: 400, body: { code, status: 400 } });
  expect(answer.body['message']).toContain(names);
  expect(await voice.platform.items()).toEqual(before);
});
