/** What no encoder makes: invalid UTF-8, surrogates, overlong forms, halves of an escape, bare control characters. */
export const misencoded = [
  '%FF',
  '%ED%A0%80',
  '%C0%80',
  '%F4%90%80%80',
  '%',
  '%0',
  '%zz',
  '%00',
  '\u0000',
  '\ud800',
  '%2',
  '+',
];

export const hostileTexts = [
  ...['', ' ', '+', '*', '%', '.', '..', '../../etc/passwd', '#', '?', '&', '=', '\\', '"', "' OR 1=1 --", '<a>', '{}'],
  ...[
    '\u0000',
    '\u0007\r\n',
    '\u202e',
    '\ud800',
    '\udfff',
    '\ufeff',
    '𝔘',
    'ß'.repeat(300),
    '𝔘'.repeat(600),
    'a'.repeat(1_590),
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '[object Object]', 'null', 'undefined'],
  ...['NaN', 'Infinity', '-1', '-0', '1e309', '0x10', '9'.repeat(400), '4294967296', '9007199254740993', '0.1'],
  ...['2026-13-45', '0000-00-00', '+275760-09-13', '2026-11-24T25:61:61Z', '9999-12-31T23:59:59Z', '-271821-04-20'],
  ...['0001-01-01', '1969-12-31', '2400-01-01', '2400-01-01T00:00:00Z'],
  ...[
    'PT',
    'PB',
    `PT${'A'.repeat(300)}`,
    `PT${btoa('9999999999999#AC')}`,
    `AC${'g'.repeat(32)}`,
    'AC',
    `XX${'0'.repeat(32)}`,
  ],
  ...[
    '+0',
    `+${'9'.repeat(30)}`,
    '+1415555０１００',
    'sip:',
    'client:',
    'sip:a@b',
    'javascript:1',
    'http://',
    'https://a b/',
  ],
  ...[
    'http://[::1]:1/',
    'http://127.0.0.1:1/#rc=99999&rp=%FF',
    `http://127.0.0.1:1/${'a'.repeat(3_900)}`,
    'a'.repeat(70_000),
  ],
  ...['<Response>', '<Response/>', '<!DOCTYPE a [<!ENTITY b "c">]><Response>&b;</Response>', `<a>${'<b>'.repeat(500)}`],
];

export const words = [
  ...['true', 'false', '0', '1', '2', '10', '50', '1000', 'GET', 'POST', 'x', 'lobby', 'default', 'sms', 'call', '*'],
  ...[
    'queued',
    'ringing',
    'in-progress',
    'completed',
    'busy',
    'failed',
    'no-answer',
    'canceled',
    'active',
    'suspended',
  ],
  ...[
    'delivered',
    'sent',
    'undelivered',
    'absent',
    'stopped',
    'paused',
    'mono',
    'dual',
    'both',
    'fixed',
    'STOP',
    'HELP',
  ],
  ...[
    'conference-start',
    'conference-end',
    'participant-join',
    'participant-leave',
    'participant-mute',
    'last-participant-left',
  ],
  ...['inbound', 'outbound-api', 'outbound-dial', 'human', 'machine_start', 'US', 'GB', '415', '2026-11', '2026-11-24'],
  ...[
    '2026-12-01T00:00:00Z',
    '+14155550111',
    '+14155550150',
    '+12125550199',
    'standard',
    'USD',
    'Europe/Berlin',
    '30001',
  ],
  ...[
    'http://127.0.0.1:1/',
    '<Response><Hangup/></Response>',
    '<Response><Say>x</Say></Response>',
    'Tue, 24 Nov 2026 09:00:00 +0000',
  ],
];

/** Names that are in no schema, and those that every object has. */
export const strangeNames = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  'AccountSid',
  'Sid',
  'PageSize',
  'a'.repeat(500),
];

/** Twilio's parameters in the webhooks of carriers: no schema of ours has them all. */
export const carrierNames = [
  ...['AccountSid', 'ApiVersion', 'CallSid', 'ParentCallSid', 'CallStatus', 'CallDuration', 'Direction', 'From', 'To'],
  ...['Digits', 'SpeechResult', 'DialCallStatus', 'DialCallSid', 'DialCallDuration', 'Timestamp', 'SequenceNumber'],
  ...[
    'MessageSid',
    'SmsSid',
    'SmsStatus',
    'MessageStatus',
    'Body',
    'NumMedia',
    'NumSegments',
    'MediaUrl0',
    'ErrorCode',
  ],
  ...[
    'RecordingSid',
    'RecordingUrl',
    'RecordingStatus',
    'RecordingDuration',
    'RecordingChannels',
    'RecordingStartTime',
  ],
  ...['ConferenceSid', 'FriendlyName', 'StatusCallbackEvent', 'Muted', 'Hold', 'Coaching', 'EndConferenceOnExit'],
  ...[
    'AnsweredBy',
    'SipResponseCode',
    'CallbackSource',
    'StirVerstat',
    'OptOutType',
    'ReasonParticipantLeft',
    'QueueSid',
  ],
];

/** What every webhook of some kind brings. */
export const alwaysSent =
  /^(AccountSid|CallSid|From|To|\w*Status|MessageSid|RecordingSid|ConferenceSid|FriendlyName|StatusCallbackEvent)$/;

/** The words that a carrier could mean by a name: SIDs of the right kind, numbers, events. */
export function likely(name: string, pool: readonly string[]): readonly string[] {
  const kinds: readonly (readonly [RegExp, RegExp])[] = [
    [/CallSid$/, /^CA/],
    [/^(MessageSid|SmsSid)$/, /^(SM|MM)/],
    [/^RecordingSid$/, /^RE/],
    [/^ConferenceSid$/, /^CF/],
    [/^(From|To)$/, /^\+/],
    [/^(Dial)?CallStatus$/, /^(queued|ringing|in-progress|completed|busy|failed|no-answer|canceled)$/],
    [/^(Message|Sms)Status$/, /^(queued|sent|delivered|undelivered|failed)$/],
    [/^RecordingStatus$/, /^(in-progress|completed|absent|failed)$/],
    [/^StatusCallbackEvent$/, /^(conference|participant)-/],
    [/^FriendlyName$/, /\/lobby$/],
    [/Time|Timestamp/, /^Tue/],
    [/Duration|Channels|Num|Number/, /^\d+$/],
  ];
  const [, meant] = kinds.find(([named]) => named.test(name)) ?? [];
  const found = meant === undefined ? [] : pool.filter((word) => meant.test(word));
  return found.length > 0 ? found : pool;
}
