import { expect, test } from '@jest/globals';
import { startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';

// Guarantee: an inbound call is asked about while it rings, executed verb by verb, and its end is told with its length.
test('a call comes in, its TwiML is executed, and its end is reported', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Say>Hello there</Say><Gather numDigits="1" action="/chosen"><Say>Press a key</Say></Gather></Response>',
    '/chosen': '<Response><Say>Thank you</Say><Hangup/></Response>',
  });
  const { programUrl, carrier } = stage;
  await stage.buy(number, { VoiceUrl: `${programUrl}/voice`, StatusCallback: `${programUrl}/ended` });

  const call = carrier.phone(caller).presses('7').dials(number);
  await stage.clock.advanceBy('1m');

  expect(
    stage.received.map(({ path, parameters, isSigned }) => [
      path,
      parameters['CallStatus'],
      parameters['Digits'],
      isSigned,
    ]),
  ).toEqual([
    ['/voice', 'ringing', undefined, true],
    ['/chosen', 'in-progress', '7', true],
    ['/ended', 'completed', undefined, true],
  ]);
  expect(call.heard.map(({ from, text }) => `${from}: ${text}`)).toEqual([
    'carrier: Hello there',
    'carrier: Press a key',
    'phone: [7]',
    'carrier: Thank you',
  ]);
  expect(stage.received[2]?.parameters).toMatchObject({
    CallDuration: '2',
    Duration: '1',
    SequenceNumber: '0',
    From: caller,
    To: number,
  });
  expect(call.status).toBe('completed');
});

// Guarantee: an outbound call tells its moves in order, numbered, and its length is exact.
test('a call goes out and is reported move by move', async () => {
  await using stage = await startStage({ '/twiml': '<Response><Pause length="120"/></Response>' });
  const { programUrl, carrier, rest } = stage;
  carrier.phone(caller).answersAfter('3s').hangsUpAfter('61s');

  const { body } = await rest('POST', 'Calls.json', [
    ['To', caller],
    ['From', number],
    ['Url', `${programUrl}/twiml`],
    ['StatusCallback', `${programUrl}/status?of=call#rc=5&rp=all`],
    ['StatusCallbackEvent', 'initiated ringing'],
    ['StatusCallbackEvent', 'answered'],
    ['StatusCallbackEvent', 'completed'],
  ]);
  expect(body).toMatchObject({ status: 'queued', direction: 'outbound-api', duration: null });
  await stage.clock.advanceBy('5m');

  const told = stage.received.filter(({ path }) => path === '/status');
  expect(
    told.map(({ parameters }) => [parameters['SequenceNumber'], parameters['CallStatus'], parameters['CallDuration']]),
  ).toEqual([
    ['0', 'initiated', undefined],
    ['1', 'ringing', undefined],
    ['2', 'in-progress', undefined],
    ['3', 'completed', '61'],
  ]);
  expect(stage.received.every(({ isSigned }) => isSigned)).toBe(true);
  expect((await rest('GET', `Calls/${body.sid}.json`)).body).toMatchObject({ status: 'completed', duration: '61' });
});

// Guarantee: each way of not answering ends in Twilio's word for it.
test.each([
  ['busy', 'busy'],
  ['noAnswer', 'no-answer'],
  ['unreachable', 'failed'],
] as const)('a phone that is %s makes a call %s', async (way, status) => {
  await using stage = await startStage({});
  if (way === 'noAnswer') stage.carrier.phone(caller).answersByHand();
  else stage.carrier.phone(caller)[way]();
  const { body } = await stage.rest('POST', 'Calls.json', {
    To: caller,
    From: number,
    Twiml: '<Response/>',
    Timeout: '20',
    StatusCallback: `${stage.programUrl}/status`,
  });
  await stage.clock.advanceBy('1m');
  expect((await stage.rest('GET', `Calls/${body.sid}.json`)).body).toMatchObject({ status, duration: '0' });
  expect(stage.received.map(({ parameters }) => parameters['CallStatus'])).toEqual([status]);
});

// Guarantee: a dialled leg is a call of its own, and the Dial's action learns how it ended.
test('a Dial connects two phones', async () => {
  await using stage = await startStage({
    '/voice':
      '<Response><Dial action="/dialed"><Number statusCallback="/leg" statusCallbackEvent="initiated answered completed">+13125550123</Number></Dial></Response>',
    '/dialed': '<Response><Say>Goodbye</Say></Response>',
  });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, StatusCallback: `${stage.programUrl}/ended` });
  stage.carrier.phone('+13125550123').answersAfter('4s').says('who is it').hangsUpAfter('30s');
  const call = stage.carrier.phone(caller).says('it is me').dials(number);
  await stage.clock.advanceBy('2m');

  expect(stage.received.map(({ path, parameters }) => [path, parameters['CallStatus']])).toEqual([
    ['/voice', 'ringing'],
    ['/leg', 'initiated'],
    ['/leg', 'in-progress'],
    ['/leg', 'completed'],
    ['/dialed', 'in-progress'],
    ['/ended', 'completed'],
  ]);
  expect(stage.received[3]?.parameters).toMatchObject({
    ParentCallSid: call.sid,
    Direction: 'outbound-dial',
    CallDuration: '30',
  });
  expect(stage.received[4]?.parameters).toMatchObject({
    DialCallStatus: 'completed',
    DialCallDuration: '30',
    DialBridged: 'true',
  });
  expect(call.heard.map(({ from, text }) => `${from}: ${text}`)).toEqual([
    'phone: it is me',
    'other: who is it',
    'carrier: Goodbye',
  ]);
});

// Guarantee: a running call can be sent elsewhere and ended by request.
test('a call is redirected and ended by request', async () => {
  await using stage = await startStage({ '/second': '<Response><Say>Second</Say><Pause length="600"/></Response>' });
  const { body } = await stage.rest('POST', 'Calls.json', {
    To: caller,
    From: number,
    Twiml: '<Response><Pause length="600"/></Response>',
  });
  await stage.clock.advanceBy('10s');
  const redirected = await stage.rest('POST', `Calls/${body.sid}.json`, { Url: `${stage.programUrl}/second` });
  expect(redirected.status).toBe(200);
  await stage.clock.advanceBy('10s');
  expect(stage.paths()).toEqual(['/second']);
  const ended = await stage.rest('POST', `Calls/${body.sid}.json`, { Status: 'completed' });
  expect(ended.body).toMatchObject({ status: 'completed', duration: '18' });
  expect((await stage.rest('POST', `Calls/${body.sid}.json`, { Status: 'completed' })).body).toMatchObject({
    code: 21220,
    status: 400,
  });
});
