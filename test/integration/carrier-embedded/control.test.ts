import { expect, test } from '@jest/globals';
import { RealClock } from '../../../lib/carrier/embedded/clock/real-clock.ts';
import { startEmbeddedCarrier } from '../../../lib/carrier/embedded/start.ts';
import { eventually } from '../../eventually.ts';
import { startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';
const menu = {
  '/voice': '<Response><Gather numDigits="1" action="/g"><Say>Press a key</Say></Gather></Response>',
  '/g': '<Response><Record action="/done" timeout="1"/></Response>',
  '/done': '<Response><Say>Goodbye</Say></Response>',
  '/sms': '<Response><Message>Your code is 123456</Message></Response>',
};

// Guarantee: from any language a phone can be made, dial, press keys, speak and text, and read what it heard.
test('a phone is played over HTTP under a virtual clock', async () => {
  await using stage = await startStage(menu);
  const { control } = stage;
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, SmsUrl: `${stage.programUrl}/sms` });
  const { status, body: call } = await control('POST', `phones/${caller}/calls`, { to: number });
  expect([status, call.status, call.direction]).toEqual([201, 'ringing', 'inbound']);
  const turn = (advanceSeconds: number) => control('POST', 'clock', { advanceSeconds });
  await turn(1);
  await control('POST', `calls/${call.sid}/keys`, { digits: '4' });
  await turn(1);
  await control('POST', `calls/${call.sid}/speech`, { text: 'It works' });
  await turn(10);
  const { body: transcript } = await control('GET', `calls/${call.sid}/transcript?after=1`);
  expect(transcript.entries.map(({ from, text }: { from: string; text: string }) => `${from}: ${text}`)).toEqual([
    'phone: [4]',
    'carrier: [beep]',
    'phone: It works',
    'carrier: Goodbye',
  ]);
  expect([transcript.next, transcript.ended]).toEqual([5, true]);
  const { body: trace } = await control('GET', `calls/${call.sid}/trace`);
  expect(trace.trace.map(({ verb }: { verb: string }) => verb)).toEqual(['Gather', 'Gather', 'Record', 'Say']);

  await control('POST', `phones/${caller}/texts`, { to: number, body: 'code please' });
  await turn(5);
  expect((await control('GET', `phones/${caller}/texts/last?matches=%5Cd%7B6%7D`)).body.body).toBe(
    'Your code is 123456',
  );
  expect((await control('GET', `phones/${caller}/texts/last?matches=nothing`)).status).toBe(404);
  expect((await control('GET', 'clock')).body).toMatchObject({ mode: 'virtual', at: '2026-11-02T09:00:17.000Z' });
});

// Guarantee: a ringing phone is answered or refused by hand.
test.each([
  ['answer', 'in-progress'],
  ['reject', 'busy'],
])('%s makes the call %s', async (act, status) => {
  await using stage = await startStage({});
  await stage.control('PUT', `phones/${caller}`, { answer: { kind: 'by hand' } });
  await stage.rest('POST', 'Calls.json', {
    To: caller,
    From: number,
    Twiml: '<Response><Pause length="60"/></Response>',
  });
  await stage.clock.advanceBy('10s');
  const { body } = await stage.control('GET', `phones/${caller}/calls`);
  expect(body.calls[0].status).toBe('ringing');
  expect((await stage.control('POST', `calls/${body.calls[0].sid}/${act}`)).body.status).toBe(status);
  expect((await stage.control('POST', `calls/${body.calls[0].sid}/${act}`)).status).toBe(409);
});

// Guarantee: under a real clock a reader that waits gets what is said as soon as it is said.
test('a transcript is followed as it grows', async () => {
  const clock = new RealClock();
  await using stage = await startStage(
    { '/voice': '<Response><Pause length="1"/><Say>Hi</Say></Response>' },
    { clock },
  );
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const { body: call } = await stage.control('POST', `phones/${caller}/calls`, { to: number });
  const { body } = await stage.control('GET', `calls/${call.sid}/transcript?waitSeconds=20`);
  expect(body.entries.map(({ text }: { text: string }) => text)).toEqual(['Hi']);
  await eventually('the end of the call', () => stage.carrier.network.calls.get(call.sid)?.status === 'completed');
});

// Guarantee: a request that does not fit is refused, saying where; nothing is half done.
test.each([
  ['PUT', `phones/${caller}`, { answer: { kind: 'sometimes' } }, 400, 'answer.kind'],
  ['PUT', `phones/${caller}`, { steps: [{ act: 'presses', digits: 'x' }] }, 400, 'steps[0].digits'],
  ['PUT', `phones/${caller}`, { hangsUpAfter: 'soon' }, 400, 'hangsUpAfter'],
  ['PUT', `phones/${caller}`, { anser: 1 }, 400, 'anser'],
  ['PUT', 'phones/nobody', {}, 400, 'nobody'],
  ['POST', `phones/${caller}/calls`, { to: '+19995550000' }, 409, '+19995550000'],
  ['POST', 'clock', { advanceSeconds: -1 }, 400, 'advanceSeconds'],
  ['POST', 'calls/CA0/keys', { digits: '1' }, 404, 'CA0'],
  ['PUT', 'faults', { faults: [{ kind: 'webhook lost', rate: 2 }] }, 400, 'faults[0].rate'],
  ['GET', `phones/${caller}/texts?matches=(`, undefined, 400, 'matches'],
  ['PATCH', 'clock', {}, 405, 'PATCH'],
  ['GET', 'nothing', undefined, 404, 'nothing'],
])('%s %s %j is refused', async (method, path, body, status, where) => {
  await using stage = await startStage({});
  const refused = await stage.control(method, path, body);
  expect(refused.status).toBe(status);
  expect(refused.body.error).toContain(where);
  expect(stage.carrier.network.phones.size).toBe(0);
});

// Guarantee: no web page can play the phones, by another origin or another port of this machine, but the platform's own.
test('only this machine is answered, and one page', async () => {
  await using carrier = await startEmbeddedCarrier({
    port: 0,
    accountSid: `AC${'1'.repeat(32)}`,
    authToken: 'token',
    clock: new RealClock(),
    pageOrigin: 'http://127.0.0.1:4000',
  });
  const from = (origin: string, method = 'POST') =>
    fetch(`${carrier.controlUrl}/reset`, { method, headers: { origin } });
  for (const foreign of ['https://evil.example', 'http://localhost:3000', 'http://127.0.0.1:4000.evil.example', 'null'])
    expect([foreign, (await from(foreign)).status]).toEqual([foreign, 403]);
  for (const own of ['http://127.0.0.1:4000', 'http://localhost:4000']) {
    const [answer, preflight] = [await from(own), await from(own, 'OPTIONS')];
    expect([answer.status, preflight.status]).toEqual([200, 200]);
    expect(answer.headers.get('access-control-allow-origin')).toBe(own);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  }
  expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});

// Guarantee: the OpenAPI document names every route with its schemas.
test('the control API describes itself', async () => {
  await using stage = await startStage({});
  const { body } = await stage.control('GET', 'openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/control/calls/{sid}/transcript');
  const operations = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    (path) => Object.values(path),
  );
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  const put = body.paths['/control/phones/{number}'].put;
  expect(put.requestBody.content['application/json'].schema.properties.hangsUpAfter.description).toContain(
    'Milliseconds',
  );
});

// Guarantee: a reset forgets what has been and stops what is going on, without a webhook; numbers stay.
test('reset', async () => {
  await using stage = await startStage(menu);
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, StatusCallback: `${stage.programUrl}/ended` });
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('2s');
  await stage.control('POST', 'reset');
  await stage.clock.advanceBy('1h');
  expect(stage.paths()).toEqual(['/voice']);
  const { calls, phones, numbers } = stage.carrier.network;
  expect([calls.size, phones.size, numbers.size]).toEqual([0, 0, 1]);
});

// Guarantee: who waits for a text or a call gets it as soon as it is there, with what the pattern found; an old one is no answer.
test('a code is waited for', async () => {
  await using stage = await startStage({}, { clock: new RealClock() });
  const send = (Body: string) => stage.rest('POST', 'Messages.json', { To: caller, From: number, Body });
  const code = (query: string) =>
    stage.control('GET', `phones/${caller}/texts/last?matches=code+is+(%5Cd%2B)&waitSeconds=20${query}`);
  const [, first] = await Promise.all([send('Your code is 111'), code('')]);
  expect([first.status, first.body.match]).toEqual([200, ['code is 111', '111']]);
  const [, , second] = await Promise.all([
    send('No such thing'),
    send('Your code is 222'),
    code(`&after=${first.body.sid}`),
  ]);
  expect(second.body.match).toEqual(['code is 222', '222']);
  expect((await stage.control('GET', `phones/${caller}/texts/last?after=SM0`)).status).toBe(404);

  const ringing = stage.control('GET', `phones/${caller}/calls/last?status=in-progress&waitSeconds=20`);
  await stage.rest('POST', 'Calls.json', {
    To: caller,
    From: number,
    Twiml: '<Response><Say>One</Say><Say>Two</Say></Response>',
  });
  const { body: call } = await ringing;
  expect(call.status).toBe('in-progress');
  const { body } = await stage.control('GET', `calls/${call.sid}/transcript?matches=Two&waitSeconds=20`);
  expect(body.entries.map(({ text }: { text: string }) => text)).toEqual(['One', 'Two']);
  await stage.control('POST', 'reset', { hangUp: true });
});

// Guarantee: a seed adds phones and faults and takes nothing away; one that does not fit adds nothing.
test('a seed', async () => {
  await using stage = await startStage({});
  await stage.buy(number, {});
  await stage.control('PUT', `phones/${caller}`, { machine: true });
  const phones = [{ number: '+14155550178', script: { answer: { kind: 'busy' } } }];
  const refused = await stage.control('POST', 'seed', { phones: [...phones, { number: 'nobody', script: {} }] });
  expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining('phones[1].number')]);
  const seeded = await stage.control('POST', 'seed', { phones, faults: [{ kind: 'webhook lost', rate: 0.5 }] });
  expect(seeded.body.phones.map(({ number }: { number: string }) => number)).toEqual([caller, '+14155550178']);
  expect([stage.carrier.network.numbers.size, seeded.body.faults.length]).toEqual([1, 1]);
});

// Guarantee: a reset that hangs up lets the platform hear of each end, whatever faults are set; then nothing is left.
test('a reset that hangs up', async () => {
  await using stage = await startStage({ '/voice': '<Response><Pause length="60"/></Response>' });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, StatusCallback: `${stage.programUrl}/ended` });
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('2s');
  await stage.control('PUT', 'faults', { faults: [{ kind: 'webhook lost', rate: 1 }] });
  expect((await stage.control('POST', 'reset', { hangUp: true })).status).toBe(200);
  expect(stage.paths()).toEqual(['/voice', '/ended']);
  expect(stage.carrier.network.calls.size).toBe(0);
});
