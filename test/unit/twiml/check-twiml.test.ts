import { expect, test } from '@jest/globals';
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { checkTwiml } from '../../../lib/twiml/check-twiml.ts';
import type { TwimlKind } from '../../../lib/twiml/grammar.ts';
import { document } from './document.ts';

const checked = (inside: string, ...rest: [kind?: TwimlKind, options?: { inline: boolean }]) =>
  checkTwiml(document(`<Response>\n${inside}\n</Response>`), rest[0] ?? 'voice', rest[1]);

// Guarantee: what the official SDK writes with the verbs on offer passes without a word.
test('accepts what the twilio package writes', () => {
  const voice = new VoiceResponse();
  voice.say({ voice: 'alice', language: 'en-GB', loop: 2 }, 'Hello');
  voice.play({ digits: 'ww12' });
  voice.pause({ length: 2 });
  const gather = voice.gather({
    input: ['dtmf', 'speech'],
    numDigits: 1,
    timeout: 5,
    finishOnKey: '#',
    action: '/menu',
  });
  gather.say('Press one').emphasis({ level: 'strong' }, 'now');
  voice.record({
    maxLength: 30,
    playBeep: true,
    transcribe: true,
    transcribeCallback: '/words',
    recordingStatusCallbackEvent: ['completed', 'absent'],
  });
  const dial = voice.dial({ callerId: '+15550100', record: 'record-from-answer-dual', timeLimit: 600 });
  dial.number({ url: 'whisper', statusCallbackEvent: ['initiated', 'answered'] }, '+1 (555) 010-1234');
  voice.dial().conference({ beep: 'onEnter', muted: true, waitUrl: '', maxParticipants: 3 }, 'room 1');
  voice.reject({ reason: 'busy' });
  voice.redirect({ method: 'GET' }, '../again?x=1');
  voice.dial({ timeout: 60 }).queue({ url: '/whisper', method: 'GET' }, 'support');
  voice.enqueue({ action: '/left', waitUrl: '/music', waitUrlMethod: 'GET' }, 'support');
  voice.leave();
  voice
    .start()
    .stream({ url: 'wss://h.example/m', name: 'feed', track: 'both_tracks' })
    .parameter({ name: 'a', value: 'b' });
  voice.stop().stream({ name: 'feed' });
  voice.connect({ action: '/after' }).stream({ url: '/m', statusCallback: '/stream', statusCallbackMethod: 'GET' });
  voice.hangup();
  expect(checkTwiml(document(voice.toString()), 'voice')).toEqual({ errors: [], warnings: [] });

  const messaging = new MessagingResponse();
  messaging.message({ to: '+15550100', statusCallback: '/status' }, 'Hi').media('https://example.com/a.png');
  messaging.redirect('/more');
  expect(checkTwiml(document(messaging.toString()), 'message')).toEqual({ errors: [], warnings: [] });
});

// Guarantee: what cannot be executed is an error with Twilio's code, which names element and line.
test.each([
  ['<Gather><Dial>+15550100</Dial></Gather>', 13320, '<Dial> must not stand inside <Gather>.'],
  ['<Dial><Say>hi</Say></Dial>', 13215, '<Say> must not stand inside <Dial>.'],
  ['<Number>+15550100</Number>', 12200, '<Number> must not stand inside <Response>.'],
  ['<Queue>support</Queue>', 12200, '<Queue> is not offered.'],
  ['<Start><Stream name="feed"/></Start>', 31922, '<Stream> needs an attribute url.'],
  ['<Start><Stream url="https://h.example"/></Start>', 31922, '<Stream> attribute url is not a URL of wss.'],
  [
    '<Connect><Stream url="wss://h.example" track="both_tracks"/></Connect>',
    31941,
    '<Stream> attribute track must be one of inbound_track.',
  ],
  ['<Stop><Stream/></Stop>', 12200, '<Stream> needs an attribute name.'],
  ['<Start><Siprec/></Start>', 12200, '<Siprec> is not offered.'],
  [
    '<Connect><Stream url="wss://a.example"/><Stream url="wss://b.example"/></Connect>',
    12200,
    '<Connect> holds more than 1 elements.',
  ],
  ['<Enqueue/>', 14204, '<Enqueue> needs a name.'],
  [`<Enqueue>${'n'.repeat(65)}</Enqueue>`, 14205, '<Enqueue> takes a name of at most 64 characters.'],
  ['<Enqueue waitUrl="ftp://x">q</Enqueue>', 14202, '<Enqueue> attribute waitUrl is not a URL of http or https.'],
  ['<Enqueue action="ftp://x">q</Enqueue>', 14203, '<Enqueue> attribute action is not a URL of http or https.'],
  ['<Enqueue workflowSid="WW1">q</Enqueue>', 12200, '<Enqueue> attribute workflowSid is not offered.'],
  ['<Enqueue>q<Task>{}</Task></Enqueue>', 12200, '<Task> is not offered.'],
  ['<Dial><Queue/></Dial>', 14212, '<Queue> needs a name.'],
  [`<Dial><Queue>${'n'.repeat(65)}</Queue></Dial>`, 14213, '<Queue> takes a name of at most 64 characters.'],
  ['<Dial><Queue reservationSid="WR1">q</Queue></Dial>', 12200, '<Queue> attribute reservationSid is not offered.'],
  ['<Dial><Sip>sip:a@b.example</Sip></Dial>', 12200, '<Sip> is not offered.'],
  ['<Connect><VirtualAgent/></Connect>', 12200, '<VirtualAgent> is not offered.'],
  [
    '<Dial><Number machineDetection="Enable">+15550100</Number></Dial>',
    12200,
    '<Number> attribute machineDetection is not offered.',
  ],
  ['<Dial/>', 13223, '<Dial> needs a phone number.'],
  ['<Dial>not a number</Dial>', 13223, '<Dial> needs a phone number.'],
  ['<Dial><Number/></Dial>', 13223, '<Number> needs a phone number.'],
  [`<Dial>${'<Number>+15550100</Number>'.repeat(11)}</Dial>`, 13250, '<Dial> holds more than 10 elements.'],
  ['<Dial callerId="me">+15550100</Dial>', 13214, '<Dial> attribute callerId is not a phone number.'],
  ['<Dial><Conference> </Conference></Dial>', 13237, '<Conference> needs a name.'],
  [
    `<Dial><Conference>${'x'.repeat(129)}</Conference></Dial>`,
    13237,
    '<Conference> takes a name of at most 128 characters.',
  ],
  [
    '<Dial><Conference waitUrl="ftp://a.example">x</Conference></Dial>',
    13233,
    '<Conference> attribute waitUrl is not a URL of http or https.',
  ],
  ['<Gather action="javascript:alert(1)"/>', 11100, '<Gather> attribute action is not a URL of http or https.'],
  ['<Redirect>http://</Redirect>', 11100, '<Redirect> needs a URL.'],
  ['<Play/>', 11100, '<Play> needs a URL.'],
  ['<Play>file:///etc/passwd</Play>', 11100, '<Play> needs a URL.'],
  ['<Message to="+15550100"/>', 14103, '<Message> has neither body nor media.'],
  ['<Message to="nobody">hi</Message>', 14101, '<Message> attribute to is not a phone number.'],
])('refuses %s', (inside, code, message) => {
  const { errors } = checked(inside);
  expect(errors).toContainEqual({ code, message, element: message.slice(1, message.indexOf('>')), line: 2 });
});

// Guarantee: what Twilio passes over is passed over, and the tenant hears of it.
test.each([
  ['<Shout>hi</Shout>', 12200, '<Shout> is not an element of TwiML.'],
  ['<say>hi</say>', 12200, '<say> is not an element of TwiML.'],
  ['<Say speed="9">hi</Say>', 12200, '<Say> has no attribute speed.'],
  ['<Hangup __proto__="x"/>', 12200, '<Hangup> has no attribute __proto__.'],
  ['<Gather numDigits="many"/>', 13314, '<Gather> attribute numDigits must be a whole number from 1 to 255.'],
  ['<Pause length="-1"/>', 13910, '<Pause> attribute length must be a whole number from 0 to 14400.'],
  ['<Say loop="1e3">hi</Say>', 13510, '<Say> attribute loop must be a whole number from 0 to 1000.'],
  ['<Redirect method="PUT">/x</Redirect>', 13710, '<Redirect> attribute method must be GET or POST.'],
  ['<Dial record="always">+15550100</Dial>', 13217, /record must be one of do-not-record, /],
  ['<Record recordingStatusCallbackEvent="completed sometimes"/>', 12200, /takes only in-progress, completed, absent/],
  ['<Record transcribe="yes"/>', 12200, '<Record> attribute transcribe must be one of true, false.'],
  ['<Say/>', 13520, '<Say> has nothing to say.'],
  ['<Hangup>now</Hangup>', 12200, '<Hangup> takes no text.'],
])('warns of %s', (inside, code, message) => {
  const { errors, warnings } = checked(inside);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([
    {
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      element: expect.any(String),
      line: 2,
    },
  ]);
});

// Guarantee: each kind of document takes only its own verbs.
test.each([
  ['message', '<Say>hi</Say>', 14110],
  ['message', '<Message>1</Message>'.repeat(11), 14109],
  ['wait', '<Gather/>', 13238],
  ['whisper', '<Dial>+15550100</Dial>', 13201],
  ['queue-wait', '<Dial>+15550100</Dial>', 12200],
  ['queue-wait', '<Enqueue>another</Enqueue>', 12200],
  ['queue-whisper', '<Gather/>', 14211],
] as const)('as the answer of a %s program refuses %s', (kind, inside, code) => {
  expect(checked(inside, kind).errors.map((error) => error.code)).toEqual([code]);
});

// Guarantee: in a queue everything that Twilio allows there is allowed.
test('accepts a queue’s documents', () => {
  const both = '<Say>hi</Say><Play>a.wav</Play><Pause/>';
  expect(checked(`${both}<Gather input="dtmf speech"/><Leave/><Hangup/>`, 'queue-wait').errors).toEqual([]);
  expect(checked(`${both}<Redirect>more</Redirect>`, 'queue-whisper').errors).toEqual([]);
});

// Guarantee: TwiML that came in a request has no URL of its own, so a relative one is a mistake there.
test('refuses relative URLs in TwiML that came in a request', () => {
  expect(checked('<Redirect>next</Redirect>').errors).toEqual([]);
  expect(checked('<Redirect>next</Redirect>', 'voice', { inline: true }).errors).toMatchObject([{ code: 11100 }]);
});
