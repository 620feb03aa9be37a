import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { eventually } from '../../eventually.ts';
import type { Credentials } from '../gateway.ts';
import { sampleEvent } from '../sample-event.ts';
import { type StreamPeer, startStreamServer } from '../stream-server.ts';
import { startVoice, type Voice } from '../voice.ts';

const number = '+12125550160';
const otherNumber = '+12125550161';
const caller = '+14155550160';
const context = { getRemainingTimeInMillis: () => 29_000 } as never;

// A table engine in Java takes its time on a busy machine.
const slowStartMilliseconds = 120_000;
let voice: Voice;
let server: Awaited<ReturnType<typeof startStreamServer>>;
let tenant: Credentials;
let other: Credentials;

beforeAll(async () => {
  voice = await startVoice();
  server = await startStreamServer();
  tenant = await voice.tenantWith(number, '/voice');
  other = await voice.tenantWith(otherNumber, '/other');
}, slowStartMilliseconds);
afterAll(async () => {
  await voice.close();
  await server.close();
});
afterEach(() => voice.carrier.webhooks.faults.set([]));

/** The server's connection whose start has come, at a path. */
const peerAt = (path: string): Promise<StreamPeer> =>
  eventually(`a stream at ${path}`, () =>
    server.peers.find((peer) => peer.path === path && peer.messages.some(({ event }) => event === 'start')),
  );
const startOf = ({ messages }: StreamPeer) => messages.find(({ event }) => event === 'start')?.start;
const post = (path: string, form: Record<string, string>, as = tenant) => voice.post(voice.calls, as, path, form);

/** The streams that the table has, of a call of ours. */
async function streamsOf(callSid: string) {
  return (await voice.itemsOf('RES#MZ')).filter((item) => item['callSid'] === callSid);
}
const told = async (sid: string) => (await voice.outboxOf(sid, 'callback')).map(({ input }) => input.parameters ?? {});

/** A caller who is put through to what `inside` says; the call's SID in our terms. */
async function called(inside: string, to = number) {
  voice.twiml[to === number ? '/voice' : '/other'] = `<Response>${inside}</Response>`;
  const phone = voice.carrier.phone(caller).dials(to);
  await voice.clock.advanceBy('2s');
  const as = to === number ? tenant : other;
  const [call] = (await voice.get(voice.calls, as, 'Calls.json?PageSize=1')).body['calls'] as { sid: string }[];
  return { phone, sid: call?.sid ?? '' };
}

// Guarantee: a stream of a tenant's TwiML reaches its server with our SIDs beside the carrier's, its callbacks are in the tenant's own terms and told once, its use is its length, and another account's stream of the same name is another.
test('from a document', async () => {
  const inside = (path: string) =>
    `<Start><Stream url="${server.url}${path}" name="feed" statusCallback="/stream"><Parameter name="who" value="Jane"/></Stream></Start><Say>Hi</Say><Pause length="5"/>`;
  const mine = await called(`${inside('/mine')}<Stop><Stream name="feed"/></Stop><Pause length="2"/>`);
  const theirs = await called(inside('/theirs'), otherNumber);
  const start = startOf(await peerAt('/mine'));
  expect(start?.customParameters).toEqual({ who: 'Jane', AccountSid: tenant.sid, CallSid: mine.sid });
  expect(start?.callSid).toBe(mine.phone.sid);
  expect(startOf(await peerAt('/theirs'))?.customParameters).toMatchObject({
    AccountSid: other.sid,
    CallSid: theirs.sid,
  });
  const names = [...voice.carrier.network.streams.values()].map(({ settings }) => settings.name);
  expect(new Set(names)).toEqual(new Set([`${tenant.sid}-feed`, `${other.sid}-feed`]));

  const stopped = await post(`Calls/${theirs.sid}/Streams/feed.json`, { Status: 'stopped' });
  expect(stopped.status).toBe(404); // it is the other's call
  await voice.clock.advanceBy('15s');
  const [stream] = await streamsOf(mine.sid);
  const sid = String(stream?.['PK']).slice(4);
  expect(sid).toMatch(/^MZ[0-9a-f]{32}$/);
  const facts = { AccountSid: tenant.sid, CallSid: mine.sid, StreamSid: sid, StreamName: 'feed' };
  expect(await told(sid)).toEqual([
    { ...facts, StreamEvent: 'stream-started', Timestamp: expect.stringMatching(/^2026-11-24T.*Z$/) },
    { ...facts, StreamEvent: 'stream-stopped', Timestamp: expect.any(String) },
  ]);
  expect(await voice.usesOf(sid)).toEqual([`calls-media-stream-minutes#${sid}#0: 6`]);
  expect(await streamsOf(theirs.sid)).toHaveLength(1);
});

// Guarantee: who is led by a stream hears what its server says, the server changes the call by the SID that it was told, ours or the carrier's, and the document goes on where the server closes.
test('both ways', async () => {
  server.answers(({ event, streamSid, media, dtmf }, peer) => {
    if (event === 'media') peer.send({ event: 'media', streamSid, media: { payload: media?.payload } });
    if (dtmf) peer.close();
  });
  const { phone, sid } = await called(
    `<Connect><Stream url="${server.url}/talk" statusCallback="/stream"/></Connect><Say>After it</Say><Pause length="60"/>`,
  );
  const peer = await peerAt('/talk');
  const carriersSid = startOf(peer)?.callSid ?? '';
  expect(carriersSid).not.toBe(sid);
  phone.says('Echo');
  await voice.clock.advanceBy('2s');
  expect(phone.heard.map(({ text }) => text)).toContain(`[sound of ${'Echo'.length * 60} ms at 440 Hz]`);
  const [stream] = await streamsOf(sid);
  const refused = await post(`Calls/${carriersSid}/Streams/${String(stream?.['PK']).slice(4)}.json`, {
    Status: 'stopped',
  });
  expect(refused).toMatchObject({ status: 400, body: { code: 20001 } });
  phone.presses('1');
  await voice.clock.advanceBy('3s');
  expect(phone.heard.at(-1)?.text).toBe('After it');

  expect(await voice.get(voice.calls, tenant, `Calls/${carriersSid}.json`)).toMatchObject({
    status: 200,
    body: { sid },
  });
  const led = await post(`Calls/${carriersSid}.json`, { Twiml: '<Response><Say>Led elsewhere</Say></Response>' });
  expect(led).toMatchObject({ status: 200, body: { sid } });
  await voice.clock.advanceBy('5s');
  expect(phone.heard.at(-1)?.text).toBe('Led elsewhere');
  expect(await voice.get(voice.calls, other, `Calls/${carriersSid}.json`)).toMatchObject({ status: 404 });
});

// Guarantee: webhooks of a stream that come twice, late and in any order leave it stopped, told of each event at most once, and billed once.
test('late and double webhooks', async () => {
  const { phone, sid: callSid } = await called('<Say>Hi</Say><Pause length="120"/>');
  voice.carrier.webhooks.faults.set([
    { kind: 'webhook duplicated', rate: 1, seed: 'twice' },
    { kind: 'webhook delayed', rate: 1, seed: 'late', delay: '20s' },
  ]);
  const form = { Url: `${server.url}/late`, StatusCallback: `${voice.programUrl}/stream` };
  for (let started = 0; started < 4; started += 1) {
    const { status, body } = await post(`Calls/${callSid}/Streams.json`, form);
    expect([status, body['status']]).toEqual([200, 'in-progress']);
    await voice.clock.advanceBy('5s');
    expect((await post(`Calls/${callSid}/Streams/${body['sid']}.json`, { Status: 'stopped' })).body['status']).toBe(
      'stopped',
    );
  }
  phone.hangsUp();
  await voice.clock.advanceBy('5m');

  const streams = await streamsOf(callSid);
  expect(streams.map(({ status }) => status)).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
  for (const { PK } of streams) {
    const sid = String(PK).slice(4);
    const events = (await told(sid)).map(({ StreamEvent }) => StreamEvent);
    expect(events).toContain('stream-stopped');
    expect(new Set(events).size).toBe(events.length);
    expect(await voice.usesOf(sid)).toEqual([`calls-media-stream-minutes#${sid}#0: 5`]);
  }
});

// Guarantee: a stream whose end nobody has reported ends with its call.
test('an end that was lost', async () => {
  const { phone, sid: callSid } = await called('<Say>Hi</Say><Pause length="120"/>');
  const { body } = await post(`Calls/${callSid}/Streams.json`, { Url: `${server.url}/lost` });
  const sid = String(body['sid']);
  await voice.clock.advanceBy('10s');
  voice.carrier.webhooks.faults.set([{ kind: 'webhook lost', rate: 1 }]);
  phone.hangsUp();
  await voice.clock.advanceBy('1s');
  voice.carrier.webhooks.faults.set([]);
  const { handler } = await import('../../../functions/call/queue.ts');
  const due = async (what: string, id: string) => {
    const event = { Records: [{ messageId: id, body: JSON.stringify({ due: { at: voice.clock.now(), what, id } }) }] };
    expect(await handler(event as SQSEvent)).toEqual({ batchItemFailures: [] });
  };
  await due('stream.overdue', sid);
  expect((await streamsOf(callSid)).map(({ status }) => status)).toEqual(['in-progress']); // its call may live
  await due('call.overdue', callSid);
  await due('stream.overdue', sid);
  expect((await streamsOf(callSid)).map(({ status }) => status)).toEqual(['stopped']);
  expect(await voice.usesOf(sid)).toEqual([`calls-media-stream-minutes#${sid}#0: 10`]);
});

// Guarantee: what cannot be streamed is refused by Twilio's numbers, and leaves nothing behind.
test('refusals', async () => {
  const { phone, sid } = await called('<Say>Hi</Say><Pause length="60"/>');
  const streams = `Calls/${sid}/Streams`;
  const Url = `${server.url}/refused`;
  const refusals: [string, Record<string, string>, number, number][] = [
    [`${streams}.json`, {}, 400, 21205],
    [`${streams}.json`, { Url: 'https://media.example' }, 400, 21205],
    [`${streams}.json`, { Url, Track: 'all' }, 400, 31941],
    [`${streams}.json`, { Url, StatusCallback: 'nowhere' }, 400, 21609],
    [`${streams}.json`, { Url, 'Parameter7.Value': 'alone' }, 400, 20001],
    [`${streams}.json`, { Url, 'Parameter7.Name': 'n'.repeat(501) }, 400, 20001],
    [`${streams}/none.json`, { Status: 'stopped' }, 404, 20404],
    [`${streams}/MZ${'0'.repeat(32)}.json`, { Status: 'stopped' }, 404, 20404],
    [`${streams}/none.json`, { Status: 'paused' }, 400, 20001],
    [`Calls/CA${'0'.repeat(32)}/Streams.json`, { Url }, 404, 20404],
  ];
  for (const [path, form, status, code] of refusals) {
    expect([path, form, await post(path, form)]).toMatchObject([path, form, { status, body: { code } }]);
  }
  expect(await post(`${streams}.json`, { Url }, other)).toMatchObject({ status: 404 });
  phone.hangsUp();
  await voice.clock.advanceBy('2s');
  expect(await post(`${streams}.json`, { Url })).toMatchObject({ status: 400, body: { code: 21220 } });
  expect(await streamsOf(sid)).toEqual([]);
});

// Guarantee: a server that is not there is told to the program and is a notification with Twilio's number; it costs nothing.
test('a server that is not there', async () => {
  const gone = await startStreamServer();
  await gone.close();
  const { sid } = await called(`<Start><Stream url="${gone.url}/x" statusCallback="/stream"/></Start><Say>Hi</Say>`);
  await voice.clock.advanceBy('10s');
  const [stream] = await streamsOf(sid);
  const streamSid = String(stream?.['PK']).slice(4);
  expect(await told(streamSid)).toMatchObject([
    { StreamEvent: 'stream-error', StreamError: expect.stringContaining('31902') },
  ]);
  const { notifications } = (await voice.get(voice.calls, tenant, `Calls/${sid}/Notifications.json`)).body;
  expect(notifications).toMatchObject([{ error_code: '31902' }]);
  expect(await voice.usesOf(streamSid)).toEqual([]);
});

// Guarantee: every sample event about streams is one that the function takes.
test('events/call.{start,stop}-stream.json, call.stream-status.json and callQueue.stream-overdue.json', async () => {
  const { phone, sid } = await called('<Say>Hi</Say><Pause length="60"/>');
  const living = { [`CA${'c'.repeat(32)}`]: sid, 'wss%3A%2F%2Ftenant.example': encodeURIComponent(server.url) };
  const sample = async (name: string, replacing: Record<string, string> = living) => {
    const answer = await voice.calls(sampleEvent(`call.${name}`, tenant, replacing), context);
    return [answer.statusCode, answer.body ? JSON.parse(answer.body) : {}];
  };
  const [status, started] = await sample('start-stream');
  expect([status, started]).toMatchObject([200, { name: 'feed', status: 'in-progress' }]);
  await voice.clock.advanceBy('1s');
  expect(await sample('stop-stream')).toMatchObject([200, { sid: started.sid, status: 'stopped' }]);
  phone.hangsUp();
  await voice.clock.advanceBy('1s');
  const { handler } = await import('../../../functions/call/queue.ts');
  const overdue = sampleEvent<SQSEvent>('callQueue.stream-overdue', tenant, { [`MZ${'d'.repeat(32)}`]: started.sid });
  expect(await handler(overdue)).toEqual({ batchItemFailures: [] });

  const linked = voice.links('calls/stream', { accountSid: tenant.sid, callSid: sid });
  const sent = await voice.asSent(sampleEvent('call.stream-status', tenant), linked);
  expect((await voice.calls(sent, context)).statusCode).toBe(204);
  expect((await streamsOf(sid)).map((stream) => stream['status']).sort()).toEqual(['in-progress', 'stopped']);
});
