import { expect, test } from '@jest/globals';
import { RealClock } from '../../../lib/carrier/embedded/clock/real-clock.ts';
import { eventually } from '../../eventually.ts';
import { type StreamPeer, soundsOf, startStreamServer } from '../stream-server.ts';
import { account, type Program, startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';

/** A carrier whose callers are led by `/voice`, and a server that hears them. */
async function startStreaming(program: (url: string) => Program) {
  const server = await startStreamServer(account.authToken);
  const stage = await startStage(program(server.url));
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const close = async () => {
    await stage.close();
    await server.close();
  };
  return { ...stage, server, phone: stage.carrier.phone(caller), [Symbol.asyncDispose]: close };
}

const eventsOf = ({ messages }: StreamPeer) => messages.map(({ event }) => event).filter((event) => event !== 'media');
const toldAt = (received: readonly { path: string; parameters: Readonly<Record<string, string>> }[], path: string) =>
  received.filter((webhook) => webhook.path === path).map(({ parameters }) => parameters);

// Guarantee: a started stream speaks Twilio's protocol: connected, start, 20 ms of μ-law after another at the call's pace, stop; the phone and what it hears apart; and the call goes on meanwhile.
test('one way, both tracks', async () => {
  await using stage = await startStreaming((url) => ({
    '/voice': `<Response><Start><Stream url="${url}/media?dropped=1" name="feed" track="both_tracks" statusCallback="/stream"><Parameter name="who" value="Jane &amp; Joe"/></Stream></Start><Say>Hello</Say><Pause length="2"/></Response>`,
  }));
  const call = stage.phone.waits('1s').says('Good day').dials(number);
  await stage.clock.advanceBy('1m');

  const [peer] = stage.server.peers;
  expect(stage.server.peers).toHaveLength(1);
  expect(peer).toMatchObject({ path: '/media', isSigned: true });
  await eventually('the connection to be closed', () => peer?.isClosed === true);
  const { messages = [] } = peer ?? {};
  expect(messages[0]).toEqual({ event: 'connected', protocol: 'Call', version: '1.0.0' });
  const streamSid = messages[1]?.streamSid ?? '';
  expect(streamSid).toMatch(/^MZ[0-9a-f]{32}$/);
  expect(messages[1]).toEqual({
    event: 'start',
    sequenceNumber: '1',
    streamSid,
    start: {
      accountSid: account.accountSid,
      streamSid,
      callSid: call.sid,
      tracks: ['inbound', 'outbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 },
      customParameters: { who: 'Jane & Joe' },
    },
  });
  expect(messages.at(-1)).toMatchObject({ event: 'stop', stop: { accountSid: account.accountSid, callSid: call.sid } });
  expect(messages.slice(1).map(({ sequenceNumber }) => sequenceNumber)).toEqual(
    messages.slice(1).map((_message, index) => String(index + 1)),
  );
  const inbound = messages.flatMap(({ media }) => (media?.track === 'inbound' ? [media] : []));
  expect(inbound.map(({ chunk }) => chunk)).toEqual(inbound.map((_media, index) => String(index + 1)));
  expect(inbound.map(({ timestamp }) => timestamp)).toEqual(inbound.map((_media, index) => String(index * 20)));
  expect(new Set(inbound.map(({ payload }) => Buffer.from(payload, 'base64').length))).toEqual(new Set([160]));
  expect(Math.abs(inbound.length * 20 - ('Hello'.length * 60 + 2_000))).toBeLessThanOrEqual(20);
  expect(peer && soundsOf(peer, 'outbound')).toHaveLength(('Hello'.length * 60) / 20);
  expect(peer && soundsOf(peer, 'inbound')).toHaveLength(('Good day'.length * 60) / 20);
  expect(toldAt(stage.received, '/stream')).toMatchObject([
    { StreamEvent: 'stream-started', StreamSid: streamSid, StreamName: 'feed', CallSid: call.sid },
    { StreamEvent: 'stream-stopped', StreamSid: streamSid, AccountSid: account.accountSid },
  ]);
});

// Guarantee: what a server sends back is heard by the phone at its length and pitch, its marks come back when they are reached, a clear empties what is left, keys reach it, and when it closes the call goes on.
test('both ways', async () => {
  await using stage = await startStreaming((url) => ({
    '/voice': `<Response><Connect action="/after"><Stream url="${url}/talk" statusCallback="/stream"/></Connect></Response>`,
    '/after': '<Response><Say>Back again</Say></Response>',
  }));
  stage.server.answers(({ event, streamSid, media, dtmf }, peer) => {
    if (event === 'media') peer.send({ event: 'media', streamSid, media: { payload: media?.payload } });
    if (event === 'media' && media?.chunk === '100') peer.send({ event: 'mark', streamSid, mark: { name: 'echoed' } });
    if (dtmf?.digit === '1') {
      const payload = Buffer.alloc(160 * 500, 0x10).toString('base64');
      peer.send({ event: 'media', streamSid, media: { payload } });
      peer.send({ event: 'mark', streamSid, mark: { name: 'never played' } });
    }
    if (dtmf?.digit === '2') peer.send({ event: 'clear', streamSid });
    if (dtmf?.digit === '#') peer.close();
  });
  const call = stage.phone
    .waits('1s')
    .says('An echo')
    .waits('2s')
    .presses('1')
    .waits('1s')
    .presses('2')
    .waits('2s')
    .presses('#')
    .dials(number);
  await stage.clock.advanceBy('1m');

  const [peer] = stage.server.peers;
  expect(peer && eventsOf(peer).filter((event) => event !== 'stop')).toEqual([
    'connected',
    'start',
    'mark',
    'dtmf',
    'dtmf',
    'mark',
    'dtmf',
  ]);
  expect(peer?.messages.flatMap(({ mark }) => mark?.name ?? [])).toEqual(['echoed', 'never played']);
  expect(peer?.messages.find(({ dtmf }) => dtmf)).toMatchObject({ dtmf: { track: 'inbound_track', digit: '1' } });
  const heard = call.heard.filter(({ from }) => from === 'carrier').map(({ text }) => text);
  expect(heard).toContain(`[sound of ${'An echo'.length * 60} ms at 440 Hz]`);
  expect(heard.at(-1)).toBe('Back again');
  expect(stage.paths().filter((path) => path === '/after')).toHaveLength(1);
  expect(toldAt(stage.received, '/stream').map(({ StreamEvent }) => StreamEvent)).toEqual([
    'stream-started',
    'stream-stopped',
  ]);
  expect(call.status).toBe('completed');
});

// Guarantee: a call can be led elsewhere while it streams: what goes both ways ends by it, what goes one way goes on until it is stopped by its name.
test('changed and stopped', async () => {
  await using stage = await startStreaming((url) => ({
    '/voice': `<Response><Start><Stream url="${url}/one" name="feed"/></Start><Connect><Stream url="${url}/two"/></Connect></Response>`,
    '/other':
      '<Response><Say>Elsewhere</Say><Stop><Stream name="other"/></Stop><Pause length="1"/><Stop><Stream name="feed"/></Stop><Pause length="5"/></Response>',
  }));
  const call = stage.phone.dials(number);
  await stage.clock.advanceBy('5s');
  expect(stage.server.peers.map(({ path, isClosed }) => [path, isClosed])).toEqual([
    ['/one', false],
    ['/two', false],
  ]);

  await stage.rest('POST', `Calls/${call.sid}.json`, { Url: `${stage.programUrl}/other` });
  await stage.clock.advanceBy('1s');
  const open = () => stage.server.peers.flatMap(({ path, isClosed }) => (isClosed ? [] : [path]));
  await eventually('the second to be closed', () => !open().includes('/two'));
  expect(open()).toEqual(['/one']);
  await stage.clock.advanceBy('3s');
  await eventually('the first to be closed', () => open().length === 0);
  expect(call.status).toBe('in-progress');
  expect(call.heard.map(({ text }) => text)).toEqual(['Elsewhere']);
});

// Guarantee: a server that is not there is an error with Twilio's number, in the callback and in the trace, and the call goes on.
test('nobody listens', async () => {
  await using gone = await startStreamServer();
  await gone.close();
  await using stage = await startStreaming(() => ({
    '/voice': `<Response><Connect><Stream url="${gone.url}/x" statusCallback="/stream"/></Connect><Say>Alone</Say></Response>`,
  }));
  const call = stage.phone.dials(number);
  await stage.clock.advanceBy('1m');
  expect(call.heard.map(({ text }) => text)).toEqual(['Alone']);
  expect(call.trace).toContainEqual(expect.objectContaining({ code: 31_902 }));
  expect(toldAt(stage.received, '/stream')).toMatchObject([
    { StreamEvent: 'stream-error', StreamError: '31902: Stream - WebSocket - Connection Refused' },
  ]);
});

// Guarantee: a one-way stream that its server closes, or speaks into, is told as the error that it is at Twilio.
test('a server that does what it should not', async () => {
  await using stage = await startStreaming((url) => ({
    '/voice': `<Response><Start><Stream url="${url}/x" statusCallback="/stream"/></Start><Pause length="5"/></Response>`,
  }));
  stage.server.answers(({ streamSid, media }, peer) => {
    if (media?.chunk === '10' || media?.chunk === '20') peer.send({ event: 'clear', streamSid });
    if (media?.chunk === '30') peer.close();
  });
  const call = stage.phone.dials(number);
  await stage.clock.advanceBy('4s');
  expect(call.status).toBe('in-progress');
  expect(toldAt(stage.received, '/stream').map(({ StreamEvent, StreamError }) => StreamError ?? StreamEvent)).toEqual([
    'stream-started',
    '31951: Stream - Protocol - Invalid Message',
    '31921: Stream - WebSocket - Close Error',
    'stream-stopped',
  ]);
});

// Guarantee: the REST API starts and stops streams as Twilio's, by SID and by name, with its refusals.
test('by REST', async () => {
  await using stage = await startStreaming(() => ({
    '/voice': '<Response><Say>Hi</Say><Pause length="20"/></Response>',
  }));
  const call = stage.phone.dials(number);
  await stage.clock.advanceBy('2s');
  const streams = `Calls/${call.sid}/Streams`;
  const asked = { Url: `${stage.server.url}/rest`, Name: 'feed', 'Parameter1.Name': 'a', 'Parameter1.Value': 'b' };
  const { status, body } = await stage.rest('POST', `${streams}.json`, asked);
  expect([status, body]).toMatchObject([200, { call_sid: call.sid, name: 'feed', status: 'in-progress' }]);
  await stage.clock.advanceBy('1s');
  expect(stage.server.peers[0]?.messages[1]?.start?.customParameters).toEqual({ a: 'b' });

  expect(await stage.rest('POST', `${streams}/feed.json`, { Status: 'stopped' })).toMatchObject({
    status: 200,
    body: { sid: body.sid, status: 'stopped' },
  });
  expect(await stage.rest('POST', `${streams}/${body.sid}.json`, { Status: 'stopped' })).toMatchObject({ status: 200 });
  expect(await stage.rest('POST', `${streams}/none.json`, { Status: 'stopped' })).toMatchObject({ status: 404 });
  expect(await stage.rest('POST', `${streams}.json`, { Url: 'https://h.example' })).toMatchObject({
    status: 400,
    body: { code: 21205 },
  });
  expect(await stage.rest('POST', `${streams}.json`, { ...asked, Track: 'x' })).toMatchObject({
    status: 400,
    body: { code: 31941 },
  });
  call.hangsUp();
  expect(await stage.rest('POST', `${streams}.json`, asked)).toMatchObject({ status: 400, body: { code: 21220 } });
});

// Guarantee: for a person a stream runs by the machine's own time, frame after frame, none left out and none twice.
test('in real time', async () => {
  await using server = await startStreamServer();
  await using stage = await startStage(
    { '/voice': `<Response><Connect><Stream url="${server.url}/now"/></Connect><Say>Over</Say></Response>` },
    { clock: new RealClock() },
  );
  server.answers(({ media }, peer) => {
    if (media?.chunk === '10') peer.close();
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice` });
  const call = stage.carrier.phone(caller).dials(number);
  await eventually('the call to go on', () => call.heard.some(({ text }) => text === 'Over'), 30_000);
  const stamps = server.peers[0]?.messages.flatMap(({ media }) => media?.timestamp ?? []) ?? [];
  expect(stamps.slice(0, 10)).toEqual(['0', '20', '40', '60', '80', '100', '120', '140', '160', '180']);
});
