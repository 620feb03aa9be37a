import { expect, test } from '@jest/globals';
import { type Program, startStage } from './program.ts';

const caller = '+14155550177';
const number = '+12125550100';
const [first, second] = ['+13125550123', '+13125550124'] as const;
const leg = 'statusCallback="/leg" statusCallbackEvent="completed"';

/** A stage whose number dials as its TwiML says. */
async function dialing(dial: string, more: Program = {}) {
  const stage = await startStage({ '/voice': `<Response>${dial}<Say>Next</Say></Response>`, ...more });
  await stage.buy(number, { VoiceUrl: `${stage.programUrl}/voice`, StatusCallback: `${stage.programUrl}/ended` });
  return {
    ...stage,
    told: (path: string) => stage.received.filter((one) => one.path === path).map(({ parameters }) => parameters),
  };
}

// Guarantee: of several numbers the first to answer is connected and the others stop ringing.
test('the first to answer wins', async () => {
  await using stage = await dialing(
    `<Dial action="/dialed"><Number ${leg}>${first}</Number><Number ${leg}>${second}</Number></Dial>`,
  );
  stage.carrier.phone(first).answersAfter('5s').hangsUpAfter('60s');
  stage.carrier.phone(second).answersAfter('2s').hangsUpAfter('20s');
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('5m');
  expect(stage.told('/leg').map((told) => [told['To'], told['CallStatus'], told['CallDuration']])).toEqual([
    [first, 'canceled', '0'],
    [second, 'completed', '20'],
  ]);
  expect(stage.told('/dialed')[0]).toMatchObject({ DialCallStatus: 'completed', DialCallDuration: '20' });
});

// Guarantee: how a Dial that nobody took ended is told in Twilio's word, and without an action the next verb follows.
test.each([
  ['busy', 'busy'],
  ['unreachable', 'failed'],
  ['answersByHand', 'no-answer'],
] as const)('%s ends a Dial as %s', async (way, status) => {
  await using stage = await dialing(`<Dial timeout="10" action="/dialed">${first}</Dial>`, {
    '/dialed': '<Response/>',
  });
  stage.carrier.phone(first)[way]();
  const call = stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('1m');
  expect(stage.told('/dialed')[0]).toMatchObject({
    DialCallStatus: status,
    DialBridged: 'false',
    CallStatus: 'in-progress',
  });
  expect(call.status).toBe('completed');
});

// Guarantee: a caller who gives up ends the ringing; one who hangs up while talking ends the leg; the action is told either way.
test.each([
  ['while it rings', '20s', '5s', 'canceled', 'canceled'],
  ['while they talk', '2s', '30s', 'completed', 'completed'],
])('the caller hangs up %s', async (_, answersAfter, hangsUpAfter, legStatus, dialStatus) => {
  await using stage = await dialing(`<Dial action="/dialed"><Number ${leg}>${first}</Number></Dial>`);
  stage.carrier.phone(first).answersAfter(answersAfter);
  stage.carrier.phone(caller).hangsUpAfter(hangsUpAfter).dials(number);
  await stage.clock.advanceBy('2m');
  expect(stage.told('/leg').map((told) => told['CallStatus'])).toEqual([legStatus]);
  expect(stage.told('/dialed')[0]).toMatchObject({ DialCallStatus: dialStatus, CallStatus: 'completed' });
  expect(stage.told('/ended')).toHaveLength(1);
});

// Guarantee: a whisper is heard by the called party alone before the two are connected; hanging up on it refuses the call.
test('a whisper', async () => {
  const dial = `<Dial action="/dialed"><Number url="/whisper" ${leg}>${first}</Number></Dial>`;
  const whisper =
    '<Response><Gather numDigits="1" action="/accept"><Say>Press 1 to take it</Say></Gather><Hangup/></Response>';
  const accept = '<Response><Say>Connecting</Say></Response>';
  await using stage = await dialing(dial, { '/whisper': whisper, '/accept': accept, '/dialed': '<Response/>' });
  const called = stage.carrier.phone(first).answersAfter('1s').presses('1').says('Yes?').hangsUpAfter('20s');
  const call = stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('2m');
  expect(called.calls[0]?.heard.map(({ text }) => text)).toEqual(['Press 1 to take it', '[1]', 'Connecting', 'Yes?']);
  expect(call.heard.map(({ text }) => text)).toEqual(['Yes?']);
  expect(stage.told('/dialed')[0]).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });

  called.forgetsScript().answersAfter('1s');
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('2m');
  expect(stage.told('/dialed')[1]).toMatchObject({ DialCallStatus: 'no-answer', DialBridged: 'false' });
});

// Guarantee: a Dial has a longest time, a star can end it, and then the call goes on.
test.each([
  ['timeLimit', 'timeLimit="15"', '', '15'],
  ['hangupOnStar', 'hangupOnStar="true"', '*', '1'],
])('%s', async (_, attribute, keys, seconds) => {
  await using stage = await dialing(`<Dial ${attribute}><Number ${leg}>${first}</Number></Dial>`);
  stage.carrier.phone(first).answersAfter('1s');
  const phone = stage.carrier.phone(caller);
  if (keys !== '') phone.presses(keys);
  const call = phone.dials(number);
  await stage.clock.advanceBy('2m');
  expect(stage.told('/leg').map((told) => told['CallDuration'])).toEqual([seconds]);
  expect(call.heard.at(-1)?.text).toBe('Next');
});

// Guarantee: with answerOnBridge the caller's own time begins when the called party answers.
test('answerOnBridge', async () => {
  await using stage = await dialing(`<Dial answerOnBridge="true" action="/dialed">${first}</Dial>`, {
    '/dialed': '<Response/>',
  });
  stage.carrier.phone(first).answersAfter('10s').hangsUpAfter('30s');
  const call = stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('5s');
  expect(call.status).toBe('ringing');
  await stage.clock.advanceBy('2m');
  expect(stage.told('/ended')[0]).toMatchObject({ CallStatus: 'completed', CallDuration: '30' });
});

// Guarantee: a leg that is redirected by request leaves its Dial and goes on alone; the caller goes on too.
test('a leg is redirected', async () => {
  await using stage = await dialing(`<Dial action="/dialed">${first}</Dial>`, {
    '/dialed': '<Response><Pause length="5"/></Response>',
    '/moved': '<Response><Say>Moved</Say></Response>',
  });
  const called = stage.carrier.phone(first).answersAfter('1s');
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('10s');
  const legCall = called.calls[0];
  await stage.rest('POST', `Calls/${legCall?.sid}.json`, { Url: `${stage.programUrl}/moved` });
  await stage.clock.advanceBy('1m');
  expect(legCall?.heard.map(({ text }) => text)).toEqual(['Moved']);
  expect(stage.told('/dialed')[0]).toMatchObject({ DialCallStatus: 'completed' });
});

// Guarantee: an inbound call is refused as told, and its number's status callback says how.
test.each([
  ['<Reject reason="busy"/>', 'busy'],
  ['<Reject/>', 'no-answer'],
])('%s', async (verb, status) => {
  await using stage = await dialing(verb);
  const call = stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('1m');
  expect(call.heard).toEqual([]);
  expect(stage.told('/ended')[0]).toMatchObject({ CallStatus: status, CallDuration: '0' });
});

// Guarantee: a call to another number of this carrier comes in there, and what one end says and presses is heard at the other.
test('two programs call each other', async () => {
  await using stage = await startStage({
    '/one': '<Response><Say>Hello machine</Say><Pause length="3"/><Play digits="5"/><Pause length="60"/></Response>',
    '/two': '<Response><Gather input="speech" action="/heard"/></Response>',
    '/heard': '<Response><Gather numDigits="1" action="/pressed"/></Response>',
    '/pressed': '<Response><Say>Well done</Say></Response>',
  });
  const { programUrl } = stage;
  await stage.buy(number, { VoiceUrl: `${programUrl}/two`, StatusCallback: `${programUrl}/ended` });
  const { body } = await stage.rest('POST', 'Calls.json', {
    To: number,
    From: caller,
    Url: `${programUrl}/one`,
    StatusCallback: `${programUrl}/status`,
  });
  await stage.clock.advanceBy('2m');
  expect(
    stage.received.map(({ path, parameters }) => [
      path,
      parameters['SpeechResult'] ?? parameters['Digits'] ?? parameters['CallStatus'],
    ]),
  ).toEqual([
    ['/two', 'ringing'],
    ['/one', 'in-progress'],
    ['/heard', 'Hello machine'],
    ['/pressed', '5'],
    ['/ended', 'completed'],
    ['/status', 'completed'],
  ]);
  expect(stage.carrier.network.calls.get(body.sid)?.heard.map(({ from, text }) => `${from}: ${text}`)).toContain(
    'phone: Well done',
  );
});

// Guarantee: a Dial to what is no number fails, and reaches nobody.
test('no number', async () => {
  await using stage = await dialing('<Dial action="/dialed">not a number</Dial>', { '/dialed': '<Response/>' });
  stage.carrier.phone(caller).dials(number);
  await stage.clock.advanceBy('1m');
  expect(stage.told('/dialed')).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }]);
});
