import {
  boolean,
  call,
  events,
  instructions,
  integer,
  later,
  matching,
  method,
  name,
  number,
  one,
  some,
  status,
  type TextKind,
  words,
} from './attribute.ts';
import { inProse, speechMarkup } from './speech-markup.ts';
import { streamVerbs } from './stream-verbs.ts';
import { notYet, now, type Verb } from './verb.ts';

const spoken: TextKind = { kind: 'words' };
const callEvents = ['initiated', 'ringing', 'answered', 'completed'];
const conferenceEvents = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'announcement'];
const recordingEvents = ['in-progress', 'completed', 'absent'];
const trims = ['trim-silence', 'do-not-trim'];
const digits = (code?: number) => matching(/^[0-9*#]*$/, 'digits, * and #', code);

/** `recordingStatusCallback` and its companions, of an element that records as `need` says. */
const recorded = (need: 'always' | 'recorded') => ({
  recordingStatusCallback: status('recording', 'recordingStatusCallback', need, recordingEvents, ['completed']),
  recordingStatusCallbackMethod: method(),
  recordingStatusCallbackEvent: events(recordingEvents),
  recordingConfigurationId: later(),
});

const leg = {
  url: instructions('method'),
  method: method(13221),
  statusCallback: status('call', 'statusCallback', 'always', callEvents, ['completed']),
  statusCallbackMethod: method(),
  statusCallbackEvent: events(callEvents),
};

/**
 * Every verb and noun of the twilio package's VoiceResponse and MessagingResponse, under its class's name there: what
 * may stand where, what each attribute holds, what it costs, and whether it is offered. `checkTwiml`, `rewriteTwiml`
 * and `demandsOf` know verbs only from here. Roots: `VoiceResponse`, `MessagingResponse`, and for the documents that
 * a conference's `waitUrl` and a number's `url` answer, `WaitResponse` and `WhisperResponse`; for those of a queue's
 * `waitUrl` and `url`, `QueueWaitResponse` and `QueueWhisperResponse`.
 */
export const verbs: Readonly<Record<string, Verb>> = {
  VoiceResponse: now('Response', {
    children: [
      ...[
        'Connect',
        'Dial',
        'Echo',
        'Enqueue',
        'Gather',
        'Hangup',
        'Leave',
        'Message',
        'Pause',
        'Pay',
        'Play',
        'Prompt',
      ],
      ...['QueueVerb', 'Record', 'Redirect', 'Refer', 'Reject', 'Say', 'Sms', 'Start', 'Stop'],
    ],
  }),
  MessagingResponse: now('Response', {
    children: ['Message', 'Redirect'],
    nesting: 14110,
    childrenMax: { count: 10, code: 14109 },
  }),
  WaitResponse: now('Response', { children: ['Say', 'Play', 'Pause', 'Redirect'], nesting: 13238 }),
  WhisperResponse: now('Response', {
    children: ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Hangup'],
    nesting: 13201,
  }),
  QueueWaitResponse: now('Response', { children: ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Leave', 'Hangup'] }),
  QueueWhisperResponse: now('Response', { children: ['Say', 'Play', 'Pause', 'Redirect'], nesting: 14211 }),

  Say: now('Say', {
    children: inProse,
    text: spoken,
    attributes: { voice: words, language: words, loop: integer(0, 1000, 13510) },
  }),
  Play: now('Play', {
    text: { kind: 'media', code: 11100 },
    attributes: { loop: integer(0, 1000, 13410), digits: matching(/^[0-9*#wW]*$/, 'digits, *, # and w') },
  }),
  Pause: now('Pause', { attributes: { length: integer(0, 14_400, 13910) } }),
  Gather: now('Gather', {
    children: ['Say', 'Play', 'Pause'],
    nesting: 13320,
    attributes: {
      action: instructions('method', { absent: 'document', empty: 'document' }),
      method: method(13312),
      input: some(['dtmf', 'speech']),
      timeout: integer(1, 600, 13313, ['auto']),
      speechTimeout: integer(1, 600, undefined, ['auto']),
      maxSpeechTime: integer(1, 600),
      numDigits: integer(1, 255, 13314),
      finishOnKey: digits(13310),
      actionOnEmptyResult: boolean(),
      bargeIn: boolean(),
      language: words,
      hints: words,
      profanityFilter: boolean(),
      speechModel: words,
      enhanced: boolean(),
      partialResultCallback: later(),
      partialResultCallbackMethod: later(),
      debug: later('false'),
    },
  }),
  Record: now('Record', {
    meters: ['recordings'],
    attributes: {
      action: instructions('method', { absent: 'document', empty: 'document' }),
      method: method(13610),
      timeout: integer(0, 600, 13611),
      maxLength: integer(1, 14_400, 13612),
      finishOnKey: digits(13613),
      playBeep: boolean(13616),
      trim: one(trims),
      transcribe: boolean(),
      transcribeCallback: status('transcription', 'transcribeCallback', 'transcribed'),
      ...recorded('always'),
    },
  }),
  Dial: now('Dial', {
    children: ['Application', 'Client', 'Conference', 'Number', 'Queue', 'Sim', 'Sip', 'WhatsApp'],
    text: { kind: 'number', code: 13223 },
    nesting: 13215,
    childrenMax: { count: 10, code: 13250 },
    attributes: {
      action: instructions('method', { empty: 'document' }),
      method: method(13210),
      callerId: number(13214),
      timeout: integer(1, 600, 13212),
      timeLimit: integer(1, 86_400, 13216),
      hangupOnStar: boolean(13213),
      answerOnBridge: boolean(),
      sequential: boolean(),
      ringTone: words,
      record: one(
        [
          ...['do-not-record', 'record-from-answer', 'record-from-ringing', 'record-from-answer-dual'],
          ...['record-from-ringing-dual', 'true', 'false'],
        ],
        13217,
      ),
      recordingTrack: one(['both', 'inbound', 'outbound']),
      trim: one(trims),
      ...recorded('recorded'),
      referUrl: later(),
      referMethod: later(),
      events: later(),
      passports: later(),
    },
  }),
  Number: now('Number', {
    text: { kind: 'number', code: 13223 },
    meters: ['calls-outbound'],
    attributes: {
      ...leg,
      sendDigits: matching(/^[0-9*#wW]*$/, 'digits, *, # and w', 13222),
      byoc: later(),
      machineDetection: later(),
      machineDetectionTimeout: later(),
      machineDetectionSpeechThreshold: later(),
      machineDetectionSpeechEndThreshold: later(),
      machineDetectionSilenceTimeout: later(),
      amdStatusCallback: later(),
      amdStatusCallbackMethod: later(),
    },
  }),
  Conference: now('Conference', {
    text: name('conference', 13237),
    meters: ['conference-participants'],
    attributes: {
      muted: boolean(13230),
      endConferenceOnExit: boolean(13231),
      startConferenceOnEnter: boolean(13232),
      waitUrl: instructions('waitMethod', { code: 13233 }),
      waitMethod: method(13234),
      beep: one(['true', 'false', 'onEnter', 'onExit'], 13235),
      maxParticipants: integer(2, 250),
      participantLabel: words,
      record: one(['do-not-record', 'record-from-start', 'true', 'false']),
      trim: one(trims),
      statusCallback: status('conference', 'statusCallback', 'always', conferenceEvents, ['start', 'end']),
      statusCallbackMethod: method(),
      statusCallbackEvent: events([...conferenceEvents, 'speaker']),
      ...recorded('recorded'),
      jitterBufferSize: one(['large', 'medium', 'small', 'off']),
      region: words,
      coach: call(13240),
      eventCallbackUrl: later(),
    },
  }),
  Redirect: now('Redirect', { text: { kind: 'instructions', code: 11100 }, attributes: { method: method(13710) } }),
  Reject: now('Reject', { children: ['Parameter'], attributes: { reason: one(['rejected', 'busy']) } }),
  Hangup: now('Hangup', { children: ['Parameter'] }),
  Enqueue: now('Enqueue', {
    children: ['Task'],
    text: name('queue', 14204, { charactersMax: 64, longCode: 14205, makes: true }),
    attributes: {
      action: instructions('method', { empty: 'document', code: 14203 }),
      method: method(14201),
      waitUrl: instructions('waitUrlMethod', { code: 14202 }),
      waitUrlMethod: method(14206),
      workflowSid: later(),
      maxQueueSize: later(),
    },
  }),
  Leave: now('Leave'),
  Queue: now('Queue', {
    text: name('queue', 14212, { charactersMax: 64, longCode: 14213 }),
    attributes: {
      url: instructions('method', { code: 14211 }),
      method: method(14210),
      reservationSid: later(),
      postWorkActivitySid: later(),
    },
  }),
  Message: now('Message', {
    children: ['Body', 'Media'],
    text: spoken,
    meters: ['sms-outbound'],
    nesting: 14103,
    attributes: {
      to: number(14101),
      from: number(14102),
      statusCallback: status('message', 'statusCallback', 'asked'),
      action: status('message', 'action', 'asked'),
      method: method(14104),
    },
  }),
  Body: now('Body', { text: spoken }),
  Media: now('Media', { text: { kind: 'media', code: 11100 }, meters: ['mms-outbound'] }),

  ...speechMarkup,
  ...streamVerbs,

  Sms: notYet('Sms', { text: spoken }),
  Client: notYet('Client', {
    children: ['Identity', 'Parameter'],
    text: name('client', 12200),
    meters: ['calls-outbound'],
    attributes: leg,
  }),
  Identity: notYet('Identity', { text: name('client', 12200) }),
  Sip: notYet('Sip', { children: ['Headers', 'SipUri'], meters: ['calls-outbound'], attributes: leg }),
  /** The older verb outside of a `<Dial>`. */
  QueueVerb: notYet('Queue', { text: name('queue', 14212) }),
  Refer: notYet('Refer', { children: ['ReferSip'], attributes: { action: instructions('method'), method: method() } }),
  Recording: notYet('Recording', { meters: ['recordings'], attributes: recorded('always') }),
  Application: notYet('Application', { children: ['ApplicationSid', 'Parameter'], attributes: leg }),
  WhatsApp: notYet('WhatsApp', { attributes: leg }),
  Pay: notYet('Pay', { children: ['Parameter', 'Prompt'] }),
  Prompt: notYet('Prompt', { children: ['Pause', 'Play', 'Say'] }),
  ConversationRelay: notYet('ConversationRelay', { children: ['Language', 'Parameter'] }),
  Siprec: notYet('Siprec', { children: ['Parameter'] }),
  Transcription: notYet('Transcription', { children: ['Config', 'Parameter'], meters: ['transcriptions'] }),
  VirtualAgent: notYet('VirtualAgent', { children: ['Config', 'Parameter'] }),
  Headers: notYet('Headers', { children: ['Header'] }),
  ReferSip: notYet('Sip'),
  SipUri: notYet('Uri'),
  ...Object.fromEntries(
    [
      ...[
        'AiSession',
        'ApplicationSid',
        'Autopilot',
        'Config',
        'Conversation',
        'ConversationRelaySession',
        'Echo',
        'Header',
      ],
      ...['Language', 'Parameter', 'Room', 'Sim', 'Task'],
    ].map((name) => [name, notYet(name)]),
  ),
};
