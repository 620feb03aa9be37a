import { expect, test } from '@jest/globals';
import type { Input } from '../../../lib/carrier/embedded/interpreter/input.ts';
import { interpret } from '../../../lib/carrier/embedded/interpreter/interpret.ts';
import { newSession, type Session } from '../../../lib/carrier/embedded/interpreter/session.ts';
import { answered, documentOf, lastTimer, source, then } from './told.ts';

// Guarantee: an inbound call is picked up exactly for the verbs for which Twilio picks it up.
test.each([
  ['Say', '<Say>Hi</Say>', ['answer', 'say Hi', 'wait 120']],
  ['Play', '<Play loop="2">/hold.wav</Play>', ['answer', 'play https://program.example/hold.wav ×2']],
  ['Pause first', '<Pause length="3"/>', ['wait 3000']],
  ['Reject', '<Reject/>', ['reject rejected']],
  ['Reject as busy', '<Reject reason="busy"/>', ['reject busy']],
  ['Redirect', '<Redirect method="GET">next</Redirect>', ['ask GET https://program.example/voice/next']],
  ['Hangup', '<Hangup/>', ['answer', 'hang-up']],
  ['nothing', '', ['answer', 'hang-up']],
  ['Dial', '<Dial>+14155550100</Dial>', ['answer', 'dial']],
  ['Dial that answers on bridge', '<Dial answerOnBridge="true">+14155550100</Dial>', ['dial']],
  ['Gather', '<Gather/>', ['answer', 'wait 5000']],
  ['Record', '<Record/>', ['answer', 'beep', 'start-recording', 'wait 3600000', 'wait 5000']],
])('%s', (_, twiml, told) => {
  expect(answered(twiml).told).toEqual(told);
});

const digits = (keys: string): Input[] => [...keys].map((digit) => ({ kind: 'digit', digit }));

// Guarantee: a Gather ends at its number of keys, at its finishing key or after its patience, and asks its action with what it has.
test.each([
  ['numDigits', '<Gather numDigits="3" action="/g"/>', digits('123'), 'ask POST https://program.example/g Digits=123'],
  [
    'finishOnKey',
    '<Gather action="/g"/>',
    digits('12#'),
    'ask POST https://program.example/g Digits=12&FinishedOnKey=%23',
  ],
  [
    'another finishOnKey',
    '<Gather finishOnKey="*" action="/g"/>',
    digits('1#*'),
    'ask POST https://program.example/g Digits=1%23&FinishedOnKey=*',
  ],
  [
    'no finishOnKey',
    '<Gather finishOnKey="" numDigits="2" action="/g"/>',
    digits('##'),
    'ask POST https://program.example/g Digits=%23%23',
  ],
  [
    'no action: the document itself',
    '<Gather numDigits="1"/>',
    digits('1'),
    'ask POST https://program.example/voice/start Digits=1',
  ],
  [
    'its method',
    '<Gather numDigits="1" action="/g" method="GET"/>',
    digits('1'),
    'ask GET https://program.example/g Digits=1',
  ],
] as const)('Gather by %s', (_, twiml, inputs, asked) => {
  expect(then(answered(twiml).session, ...inputs).told.at(-1)).toBe(asked);
});

// Guarantee: keys gathered before the patience runs out are handed over; none go on with the next verb, or to the action if it wants to know.
test('Gather runs out of patience', () => {
  const some = answered('<Gather timeout="3" action="/g"/>').session;
  const pressed = then(some, ...digits('12'));
  expect(pressed.told).toEqual(['wait 3000', 'wait 3000']);
  expect(then(pressed.session, lastTimer(pressed.session)).told).toEqual([
    'ask POST https://program.example/g Digits=12',
  ]);
  // The first key renewed the patience: the earlier timer means nothing.
  expect(then(pressed.session, lastTimer(some)).told).toEqual([]);

  const none = answered('<Gather action="/g"/><Say>Nobody</Say>').session;
  expect(then(none, lastTimer(none)).told).toEqual(['say Nobody', 'wait 360']);
  const eager = answered('<Gather action="/g" actionOnEmptyResult="true"/>').session;
  expect(then(eager, lastTimer(eager)).told).toEqual(['ask POST https://program.example/g Digits=']);
});

// Guarantee: a key stops the prompts; with bargeIn="false" it is not heard before they have ended.
test('Gather and its prompts', () => {
  const prompts = '<Say>One</Say><Pause/><Say>Two</Say>';
  const playing = answered(`<Gather numDigits="1" action="/g">${prompts}</Gather>`);
  expect(playing.told).toEqual(['answer', 'say One', 'wait 180']);
  expect(then(playing.session, ...digits('1')).told).toEqual(['ask POST https://program.example/g Digits=1']);

  let { session } = answered(`<Gather numDigits="1" action="/g" bargeIn="false">${prompts}</Gather>`);
  expect(then(session, ...digits('1')).told).toEqual([]);
  const told: string[] = [];
  for (let prompt = 0; prompt < 3; prompt += 1) {
    const next = then(session, lastTimer(session));
    session = next.session;
    told.push(...next.told);
  }
  expect(told).toEqual(['wait 1000', 'say Two', 'wait 180', 'wait 5000']);
  expect(then(session, ...digits('1')).told).toEqual(['ask POST https://program.example/g Digits=1']);
});

// Guarantee: speech is heard by a Gather that wants speech, and only by that.
test('Gather hears speech', () => {
  const speech: Input[] = [{ kind: 'speech-started' }, { kind: 'speech-ended', text: 'yes please' }];
  const listening = answered('<Gather input="dtmf speech" action="/g"><Say>Well?</Say></Gather>').session;
  const heard = then(listening, ...speech);
  expect(heard.told).toEqual(['wait 1000']);
  expect(then(heard.session, lastTimer(heard.session)).told).toEqual([
    'ask POST https://program.example/g SpeechResult=yes+please&Confidence=1.0',
  ]);
  const deaf = answered('<Gather action="/g"/>').session;
  expect(then(deaf, ...speech).told).toEqual([]);
  expect(then(answered('<Gather input="speech"/>').session, ...digits('1')).told).toEqual([]);
});

const sound = { kind: 'recorded', sid: 'RE1', url: 'https://carrier.example/RE1', seconds: 4 } as const;
const asked =
  'ask POST https://program.example/r RecordingUrl=https%3A%2F%2Fcarrier.example%2FRE1&RecordingSid=RE1&RecordingDuration=4&Digits=';

// Guarantee: a Record ends as Twilio's does, keeps what was said, and asks its action; one in which nobody spoke leaves nothing.
test('Record', () => {
  const recording = answered('<Record action="/r" timeout="2" maxLength="10"/><Say>Next</Say>').session;
  const spoken = then(recording, { kind: 'speech-started' }, { kind: 'speech-ended', text: 'my message' });
  expect(spoken.told).toEqual(['wait 2000']);
  expect(then(spoken.session, lastTimer(spoken.session), sound).told).toEqual(['end recording', asked]);
  expect(then(spoken.session, ...digits('5'), sound).told).toEqual(['end recording', `${asked}5`]);
  expect(then(spoken.session, { kind: 'hung-up' }, sound).told).toEqual([
    'end recording',
    `tell${asked.slice(3)}hangup`,
  ]);
  expect(then(recording, lastTimer(recording)).told).toEqual(['discard recording', 'say Next', 'wait 240']);
  expect(then(recording, { kind: 'elapsed', timer: recording.count - 1 }, sound).told).toEqual([
    'end recording',
    asked,
  ]);
});

// Guarantee: after a Dial its action is asked how it ended; without one the next verb follows.
test('Dial', () => {
  const outcome = { status: 'completed', callSid: 'CA2', seconds: 30, bridged: true } as const;
  const dialing = answered('<Dial action="/d">+14155550100</Dial><Say>Next</Say>').session;
  const told =
    'POST https://program.example/d DialCallStatus=completed&DialBridged=true&DialCallSid=CA2&DialCallDuration=30';
  expect(then(dialing, { kind: 'dialed', outcome }).told).toEqual([`ask ${told}`]);
  expect(then(dialing, { kind: 'hung-up' }, { kind: 'dialed', outcome }).told).toEqual(['disconnect', `tell ${told}`]);
  const plain = answered('<Dial>+14155550100</Dial><Say>Next</Say>').session;
  expect(then(plain, { kind: 'dialed', outcome }).told).toEqual(['say Next', 'wait 240']);
  expect(then(plain, ...digits('*')).told).toEqual([]);
  expect(then(answered('<Dial hangupOnStar="true">+14155550100</Dial>').session, ...digits('*')).told).toEqual([
    'disconnect',
  ]);
  const bridging = answered('<Dial answerOnBridge="true">+14155550100</Dial>').session;
  expect(then(bridging, { kind: 'bridged' }, { kind: 'bridged' }).told).toEqual(['answer']);
});

// Guarantee: other instructions replace those being executed at once, and a late answer to an earlier question is dropped.
test('redirected in the middle', () => {
  const recording = answered('<Record/>').session;
  const elsewhere = { url: 'https://program.example/other', method: 'GET' } as const;
  const redirected = then(recording, { kind: 'redirected', source: elsewhere });
  expect(redirected.told).toEqual(['end recording', 'ask GET https://program.example/other']);
  const asking = interpret(newSession({ answered: true }), { kind: 'redirected', source }).session;
  const late = documentOf(asking, '<Say>Late</Say>');
  const again = interpret(asking, { kind: 'redirected', source: elsewhere }).session;
  expect(then(again, late).told).toEqual([]);
});

const apology = ['say We are sorry, an application error has occurred. Goodbye.', 'wait 3420'];

// Guarantee: what cannot be had, read or executed goes to the fallback once, and then ends the call with Twilio's words.
test('failures', () => {
  const unreadable = (session: Session): Input => ({
    kind: 'unreadable',
    request: session.count,
    source,
    code: 11200,
    message: 'x',
  });
  const asking = interpret(newSession({ answered: false }), { kind: 'redirected', source }).session;
  const failed = then(asking, unreadable(asking));
  expect(failed.told).toEqual(['error 11200', 'answer', ...apology]);
  expect(then(failed.session, lastTimer(failed.session)).told).toEqual(['hang-up']);

  const fallback = { url: 'https://program.example/fallback', method: 'GET' } as const;
  const safer = interpret(newSession({ answered: true, fallback }), { kind: 'redirected', source }).session;
  const saved = then(safer, unreadable(safer));
  expect(saved.told).toEqual([
    'error 11200',
    'ask GET https://program.example/fallback ErrorCode=11200&ErrorUrl=https%3A%2F%2Fprogram.example%2Fvoice%2Fstart',
  ]);
  expect(then(saved.session, { ...unreadable(saved.session) }).told).toEqual(['error 11200', ...apology]);
  expect(answered('<Fax/>', { answered: true }).told).toEqual(['error 12200', ...apology]);
  expect(answered('<toString/>', { answered: true }).told).toEqual(['error 12200', ...apology]);
  expect(answered('<Dial><Client>joe</Client></Dial>', { answered: true }).told).toEqual(['error 12200', ...apology]);
});

// Guarantee: a whisper's end connects, everything else's hangs up.
test('a whisper ends', () => {
  expect(answered('', { answered: true, atEnd: 'connect' }).told).toEqual(['connect']);
  expect(answered('<Hangup/>', { answered: true, atEnd: 'connect' }).told).toEqual(['hang-up']);
});

// Guarantee: a document that redirects to itself ends in an error, not in a hang.
test('a circle of redirects ends', () => {
  let { session, told } = answered('<Redirect/>', { answered: true });
  for (let document = 0; document < 200 && !told.includes('error 11200'); document += 1) {
    ({ session, told } = then(session, documentOf(session, '<Redirect/>')));
  }
  expect(told).toEqual(['error 11200', ...apology]);
});
