import { expect, test } from '@jest/globals';
import { type Program, startStage } from './program.ts';

const [first, second, third, agent] = ['+14155550171', '+14155550172', '+14155550173', '+13125550174'] as const;
const [line, desk] = ['+12125550100', '+12125550101'] as const;
const enqueue = '<Response><Enqueue action="/left" waitUrl="/wait">support</Enqueue><Say>Next</Say></Response>';
const music = '<Response><Say>Please hold the line</Say><Pause length="5"/></Response>';

/** A carrier with a line whose callers are enqueued, and a desk whose callers dial the queue. */
async function lineAndDesk(program: Program = {}) {
  const stage = await startStage({
    '/voice': enqueue,
    '/wait': music,
    '/left': '<Response><Say>Goodbye</Say></Response>',
    '/desk': '<Response><Dial action="/dialed"><Queue>support</Queue></Dial></Response>',
    '/dialed': '<Response/>',
    ...program,
  });
  await stage.buy(line, { VoiceUrl: `${stage.programUrl}/voice` });
  await stage.buy(desk, { VoiceUrl: `${stage.programUrl}/desk` });
  const queueOf = async () => (await stage.rest('GET', 'Queues.json')).body.queues[0];
  return {
    ...stage,
    told: (path: string) => stage.received.filter((one) => one.path === path).map(({ parameters }) => parameters),
    queue: queueOf,
    members: async () => (await stage.rest('GET', `Queues/${(await queueOf()).sid}/Members.json`)).body.queue_members,
  };
}

// Guarantee: who waits hears the waitUrl's document over and over, and its program learns how many wait and for how long.
test('two callers wait', async () => {
  await using stage = await lineAndDesk();
  const call = stage.carrier.phone(first).dials(line);
  await stage.clock.advanceBy('10s');
  const other = stage.carrier.phone(second).dials(line);
  await stage.clock.advanceBy('10s');
  const [asked, again] = stage.told('/wait').filter(({ CallSid }) => CallSid === call.sid);
  expect(asked).toMatchObject({ QueuePosition: '1', QueueTime: '0', AvgQueueTime: '0', CurrentQueueSize: '1' });
  expect(asked).toMatchObject({ MaxQueueSize: '1000', CallStatus: 'in-progress' });
  expect(again?.['QueueSid']).toBe(asked?.['QueueSid']);
  expect(stage.told('/wait').find(({ CallSid }) => CallSid === other.sid)).toMatchObject({
    ...{ QueuePosition: '2', QueueTime: '0', AvgQueueTime: '5', CurrentQueueSize: '2' },
  });
  expect(call.heard.map(({ text }) => text)).toEqual(Array(call.heard.length).fill('Please hold the line'));
  expect(call.heard.length).toBeGreaterThan(2);
  expect(await stage.queue()).toMatchObject({
    ...{ friendly_name: 'support', current_size: 2, max_size: 1_000, average_wait_time: 15 },
  });
  expect(await stage.members()).toMatchObject([
    { call_sid: call.sid, position: 1, wait_time: 20, date_enqueued: 'Mon, 02 Nov 2026 09:00:00 +0000' },
    { call_sid: other.sid, position: 2, wait_time: 10 },
  ]);
});

// Guarantee: the head is connected, after the whisper that only it hears; both learn what became of it when they part.
test('an agent dials the queue', async () => {
  const desk = '<Response><Dial action="/dialed"><Queue url="/whisper">support</Queue></Dial></Response>';
  const whisper = '<Response><Say>You are next</Say></Response>';
  await using stage = await lineAndDesk({ '/desk': desk, '/whisper': whisper });
  const call = stage.carrier.phone(first).says('Hello?').dials(line);
  await stage.clock.advanceBy('8s');
  stage.carrier.phone(second).dials(line);
  await stage.clock.advanceBy('2s');
  const talk = stage.carrier.phone(agent).says('How can I help?').hangsUpAfter('20s').dials('+12125550101');
  await stage.clock.advanceBy('1m');
  expect(stage.told('/whisper')).toEqual([
    expect.objectContaining({ CallSid: call.sid, QueueTime: '10', DequeingCallSid: talk.sid }),
  ]);
  expect(call.heard.map(({ text }) => text).slice(-4)).toEqual([
    'You are next',
    'How can I help?',
    'Hello?',
    'Goodbye',
  ]);
  expect(talk.heard.map(({ text }) => text)).toEqual(['How can I help?', 'Hello?']);
  const [waited] = stage.told('/wait');
  expect(stage.told('/left')).toEqual([
    expect.objectContaining({
      CallSid: call.sid,
      QueueResult: 'bridged',
      QueueTime: '10',
      QueueSid: waited?.['QueueSid'],
    }),
  ]);
  expect(stage.told('/dialed')[0]).toMatchObject({
    ...{ DialCallStatus: 'completed', DialBridged: 'true', DequeueResult: 'bridged', DequeuedCallSid: call.sid },
    ...{ DequeuedCallQueueTime: '10', QueueSid: waited?.['QueueSid'], CallStatus: 'completed' },
  });
  expect(await stage.queue()).toMatchObject({ current_size: 1 });
});

// Guarantee: whoever dials an empty queue gets the next who comes, until the time is out; a queue that is none is told at once.
test('an agent waits for a caller', async () => {
  const desk = '<Response><Dial timeout="20" action="/dialed"><Queue>support</Queue></Dial></Response>';
  await using stage = await lineAndDesk({ '/desk': desk });
  stage.carrier.phone(agent).dials('+12125550101');
  await stage.clock.advanceBy('1s');
  expect(stage.told('/dialed')).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }]);
  await stage.rest('POST', 'Queues.json', { FriendlyName: 'support' });
  stage.carrier.phone(agent).dials('+12125550101');
  await stage.clock.advanceBy('30s');
  expect(stage.told('/dialed')[1]).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
  const talk = stage.carrier.phone(agent).dials('+12125550101');
  await stage.clock.advanceBy('10s');
  const call = stage.carrier.phone(first).says('There you are').hangsUpAfter('30s').dials(line);
  await stage.clock.advanceBy('1m');
  expect(talk.heard.map(({ text }) => text)).toEqual(['There you are']);
  expect(stage.told('/left')).toMatchObject([
    { CallSid: call.sid, QueueResult: 'bridged', QueueTime: '0', CallStatus: 'completed' },
  ]);
  expect(stage.told('/dialed')[2]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '30' });
});

// Guarantee: each way out of a queue is told in Twilio's word, and what follows the Enqueue follows.
test.each([
  ['leave', '<Response><Say>Closed</Say><Leave/></Response>', ['Closed', 'Goodbye']],
  ['hangup', '<Response><Hangup/></Response>', []],
  ['error', '<Response><Record/></Response>', ['Goodbye']],
])('%s', async (result, wait, heard) => {
  await using stage = await lineAndDesk({ '/wait': wait });
  const call = stage.carrier.phone(first).dials(line);
  await stage.clock.advanceBy('30s');
  expect(stage.told('/left')).toEqual([expect.objectContaining({ QueueResult: result, QueueTime: '0' })]);
  expect(call.heard.map(({ text }) => text)).toEqual(heard);
  expect(call.status).toBe('completed');
  expect(await stage.queue()).toMatchObject({ current_size: 0, average_wait_time: 0 });
});

// Guarantee: keys pressed in the queue lead to other documents there, and after them back to the waitUrl.
test('keys while waiting', async () => {
  const wait = '<Response><Gather numDigits="1" action="/key"><Say>Press 9 to leave</Say></Gather></Response>';
  const key = ({ parameters }: { parameters: Readonly<Record<string, string>> }) =>
    parameters['Digits'] === '9' ? '<Response><Leave/></Response>' : '<Response><Say>Still here</Say></Response>';
  await using stage = await lineAndDesk({ '/wait': wait, '/key': key });
  const call = stage.carrier.phone(first).presses('1').presses('9').dials(line);
  await stage.clock.advanceBy('30s');
  expect(call.heard.filter(({ from }) => from === 'carrier').map(({ text }) => text)).toEqual([
    ...['Press 9 to leave', 'Still here', 'Press 9 to leave', 'Goodbye'],
  ]);
  expect(stage.told('/key')[0]).toMatchObject({ QueuePosition: '1', CurrentQueueSize: '1' });
  expect(stage.told('/left')).toMatchObject([{ QueueResult: 'leave' }]);
});

// Guarantee: a full queue takes nobody, and the caller goes on; without an action with the next verb.
test('a full queue', async () => {
  await using stage = await lineAndDesk({
    '/voice': '<Response><Enqueue waitUrl="">support</Enqueue><Say>Next</Say></Response>',
  });
  await stage.rest('POST', 'Queues.json', { FriendlyName: 'support', MaxSize: '1' });
  const waiting = stage.carrier.phone(first).dials(line);
  const turned = stage.carrier.phone(second).dials(line);
  await stage.clock.advanceBy('1m');
  expect(waiting.heard).toEqual([]);
  expect(turned.heard.map(({ text }) => text)).toEqual(['Next']);
  expect(await stage.members()).toMatchObject([{ call_sid: waiting.sid, position: 1 }]);
});

// Guarantee: a request takes one call out, or the first; its action is told, and it does what the request says.
test('members by request', async () => {
  await using stage = await lineAndDesk({ '/out': '<Response><Say>By request</Say></Response>' });
  const calls = [first, second, third].map((phone) => stage.carrier.phone(phone).dials(line));
  await stage.clock.advanceBy('10s');
  const { sid } = await stage.queue();
  const out = { Url: `${stage.programUrl}/out` };
  expect((await stage.rest('POST', `Queues/${sid}/Members/${calls[1]?.sid}.json`, out)).body).toMatchObject({
    position: 2,
  });
  expect((await stage.rest('GET', `Queues/${sid}/Members/Front.json`)).body).toMatchObject({ call_sid: calls[0]?.sid });
  expect((await stage.rest('POST', `Queues/${sid}/Members/Front.json`, out)).status).toBe(200);
  await stage.clock.advanceBy('10s');
  expect(stage.told('/left')).toMatchObject([
    { CallSid: calls[1]?.sid, QueueResult: 'redirected', QueueTime: '10' },
    { CallSid: calls[0]?.sid, QueueResult: 'redirected' },
  ]);
  expect(calls[0]?.heard.at(-1)?.text).toBe('By request');
  expect(await stage.members()).toMatchObject([{ call_sid: calls[2]?.sid, position: 1 }]);
  expect((await stage.rest('DELETE', `Queues/${sid}.json`)).status).toBe(400);
  expect((await stage.rest('GET', `Queues/${sid}/Members/${calls[0]?.sid}.json`)).status).toBe(404);
  calls[2]?.hangsUp();
  await stage.clock.advanceBy('1s');
  expect(stage.told('/left')[2]).toMatchObject({ QueueResult: 'hangup', CallStatus: 'completed' });
  expect((await stage.rest('DELETE', `Queues/${sid}.json`)).status).toBe(204);
});

// Guarantee: whoever hangs up on the whisper leaves it to the next; an agent who does gives the caller up.
test('a whisper that ends early', async () => {
  const desk = '<Response><Dial action="/dialed"><Queue url="/whisper">support</Queue></Dial></Response>';
  const whisper = '<Response><Say>You will be connected in a moment</Say></Response>';
  await using stage = await lineAndDesk({ '/desk': desk, '/whisper': whisper });
  const gone = stage.carrier.phone(first).hangsUpAfter('11s').dials(line);
  const served = stage.carrier.phone(second).says('At last').dials(line);
  await stage.clock.advanceBy('10s');
  const talk = stage.carrier.phone(agent).hangsUpAfter('20s').dials('+12125550101');
  await stage.clock.advanceBy('15s');
  expect(stage.told('/left')).toMatchObject([{ CallSid: gone.sid, QueueResult: 'hangup' }]);
  expect(talk.heard.map(({ text }) => text)).toEqual(['At last']);
  await stage.clock.advanceBy('30s');
  expect(stage.told('/left')[1]).toMatchObject({ CallSid: served.sid, QueueResult: 'bridged' });
  stage.carrier.phone(third).dials(line);
  stage.carrier.phone(agent).hangsUpAfter('1s').dials('+12125550101');
  await stage.clock.advanceBy('10s');
  expect(stage.told('/left')[2]).toMatchObject({ QueueResult: 'bridging-in-process' });
});

// Guarantee: a call that was connected out of a queue and then given other instructions is told so.
test('redirected while connected', async () => {
  await using stage = await lineAndDesk({ '/out': '<Response><Say>Elsewhere</Say></Response>' });
  const call = stage.carrier.phone(first).dials(line);
  stage.carrier.phone(agent).dials('+12125550101');
  await stage.clock.advanceBy('10s');
  await stage.rest('POST', `Calls/${call.sid}.json`, { Url: `${stage.programUrl}/out` });
  await stage.clock.advanceBy('10s');
  expect(stage.told('/left')).toMatchObject([{ QueueResult: 'redirected-from-bridged' }]);
  expect(stage.told('/dialed')).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }]);
  expect(call.heard.at(-1)?.text).toBe('Elsewhere');
});

// Guarantee: queues outlive a restart, without their calls.
test('queues by request', async () => {
  await using stage = await lineAndDesk();
  const { body: queue } = await stage.rest('POST', 'Queues.json', { FriendlyName: 'sales', MaxSize: '7' });
  expect((await stage.rest('POST', 'Queues.json', { FriendlyName: 'sales' })).body).toMatchObject({ code: 22003 });
  expect((await stage.rest('POST', `Queues/${queue.sid}.json`, { MaxSize: '5001' })).status).toBe(400);
  await stage.rest('POST', `Queues/${queue.sid}.json`, { FriendlyName: 'offers', MaxSize: '9' });
  const { body: snapshot } = await stage.control('GET', 'snapshot');
  await stage.rest('DELETE', `Queues/${queue.sid}.json`);
  await stage.control('PUT', 'snapshot', snapshot);
  expect((await stage.rest('GET', `Queues/${queue.sid}.json`)).body).toMatchObject({
    ...{ friendly_name: 'offers', max_size: 9, current_size: 0 },
  });
});
