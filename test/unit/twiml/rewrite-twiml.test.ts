import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { demandsOf } from '../../../lib/twiml/demands.ts';
import { element, elementsOf, type TwimlElement, type TwimlNode } from '../../../lib/twiml/element.ts';
import { parseTwiml } from '../../../lib/twiml/parse-twiml.ts';
import { rewriteTwiml } from '../../../lib/twiml/rewrite-twiml.ts';
import type { InstructionsRequest, Rewriting, StatusRequest } from '../../../lib/twiml/rewriting.ts';
import { verbs } from '../../../lib/twiml/verbs.ts';
import { writeTwiml } from '../../../lib/twiml/write-twiml.ts';
import { document } from './document.ts';

const documentUrl = 'https://tenant.example/app/voice';
const link = (request: InstructionsRequest | StatusRequest) =>
  `https://us.example/${'of' in request ? request.of : request.attribute}?${Buffer.from(`${request.method} ${request.url}`).toString('hex')}`;
const rewriting: Rewriting = {
  documentUrl,
  instructions: link,
  status: link,
  parameters: { CallSid: 'CA1' },
  name: (of, value) => `${of}/AC1/${value}`,
  number: (_noun, value) => value.replace(/[^+\d]/g, ''),
  call: (sid) => `upstream-${sid}`,
};

/** Rewrites the first verb, and tells which links were asked for. */
function rewritten(inside: string, using: Partial<Rewriting> = {}) {
  const requests: (InstructionsRequest | StatusRequest)[] = [];
  const noting = <T extends InstructionsRequest | StatusRequest>(request: T) => {
    requests.push(request);
    return link(request);
  };
  const { document: result, messages } = rewriteTwiml(document(`<Response>${inside}</Response>`), {
    ...rewriting,
    instructions: noting,
    status: noting,
    ...using,
  });
  const asked = requests.map(({ element: _element, ...request }) => request);
  return {
    xml: writeTwiml(result).replace(/^.*?<Response>|<\/Response>$/g, ''),
    verb: elementsOf(result)[0],
    asked,
    messages,
  };
}

// Guarantee: URLs become links that are asked by POST; the tenant's own URL, absolute, and method travel in the link.
test('replaces instructions and makes the tenant’s URL absolute', () => {
  const { verb, asked } = rewritten(
    '<Gather action="../menu?x=1#rc=2" method="get" numDigits="1"><Say>1?</Say></Gather>',
  );
  expect({ ...verb?.attributes }).toEqual({
    numDigits: '1',
    action: expect.stringMatching(/^https:\/\/us\.example\/action/),
    method: 'POST',
  });
  expect(asked).toEqual([{ url: 'https://tenant.example/menu?x=1#rc=2', method: 'GET', attribute: 'action' }]);
});

// Guarantee: a verb without a URL asks whom Twilio would ask: Gather and Record the document's own URL, Dial nobody.
test.each([
  ['<Gather/>', documentUrl],
  ['<Gather action=""/>', documentUrl],
  ['<Record/>', documentUrl],
  ['<Redirect/>', documentUrl],
  ['<Dial>+15550100</Dial>', undefined],
  ['<Dial action="">+15550100</Dial>', documentUrl],
])('%s asks %s', (inside, url) => {
  const { asked } = rewritten(inside);
  expect(asked.find((request) => 'attribute' in request)?.url).toBe(url);
});

// Guarantee: TwiML that came in a request means itself where it names no URL, and the caller decides what that is.
test('leaves a document without a URL to the caller', () => {
  const { asked } = rewritten('<Gather/>', { documentUrl: undefined });
  expect(asked).toEqual([{ url: undefined, method: 'POST', attribute: 'action' }]);
});

const callEvents = 'initiated ringing answered completed';
const recordingEvents = 'in-progress completed absent';

// Guarantee: every leg, room and recording reports to us with all its events, asked for or not.
test.each([
  ['<Dial>+1 555 0100</Dial>', 'call', 'statusCallbackEvent', callEvents],
  ['<Dial><Number>+15550100</Number></Dial>', 'call', 'statusCallbackEvent', callEvents],
  [
    '<Dial><Number statusCallbackEvent="answered" statusCallback="/s">+15550100</Number></Dial>',
    'call',
    'statusCallbackEvent',
    callEvents,
  ],
  [
    '<Dial><Conference>room1</Conference></Dial>',
    'conference',
    'statusCallbackEvent',
    'start end join leave mute hold modify announcement',
  ],
  ['<Record/>', 'recording', 'recordingStatusCallbackEvent', recordingEvents],
  ['<Dial record="record-from-answer">+15550100</Dial>', 'recording', 'recordingStatusCallbackEvent', recordingEvents],
  [
    '<Dial><Conference record="record-from-start">x</Conference></Dial>',
    'recording',
    'recordingStatusCallbackEvent',
    recordingEvents,
  ],
])('%s reports its %s', (inside, of, attribute, events) => {
  const { xml, asked } = rewritten(inside);
  expect(xml).toContain(`${attribute}="${events}"`);
  expect(xml).toContain(`https://us.example/${of}`);
  expect(asked.filter((request) => 'of' in request && request.of === of)).toHaveLength(1);
});

// Guarantee: what the tenant wanted to hear, and how, is known where the link is made; Twilio's defaults fill the gaps.
test.each([
  ['<Record/>', undefined, 'POST', ['completed']],
  ['<Record recordingStatusCallback="/r"/>', 'https://tenant.example/r', 'POST', ['completed']],
  [
    '<Record recordingStatusCallback="/r" recordingStatusCallbackMethod="GET" recordingStatusCallbackEvent="absent in-progress"/>',
    'https://tenant.example/r',
    'GET',
    ['absent', 'in-progress'],
  ],
  ['<Record recordingStatusCallback="ftp://x"/>', undefined, 'POST', ['completed']],
] as const)('%s', (inside, url, method, events) => {
  const { asked } = rewritten(inside);
  expect(asked).toContainEqual({ of: 'recording', url, method, events });
});

// Guarantee: a recording that is not made is not asked about.
test.each([
  '<Dial>+15550100</Dial>',
  '<Dial record="do-not-record">+15550100</Dial>',
  '<Dial record="nonsense">+15550100</Dial>',
])('%s records nothing', (inside) => {
  expect(rewritten(inside).xml).not.toContain('recordingStatusCallback');
});

// Guarantee: a bare number is dialled as a noun, so that its leg reports; numbers are the caller's to write.
test('puts a bare number into a noun', () => {
  const { verb } = rewritten('<Dial callerId="+1 555 0199">+1 (555) 010-0</Dial>');
  expect(verb).toMatchObject({
    attributes: { callerId: '+15550199' },
    children: [{ name: 'Number', children: ['+15550100'] }],
  });
});

// Guarantee: two tenants' room1 never meet, and an empty waitUrl stays the silence it asks for.
test('keeps names in the account’s own namespace', () => {
  expect(rewritten('<Dial><Conference waitUrl="">room1</Conference></Dial>').xml).toMatch(
    /<Conference waitUrl="" .*>conference\/AC1\/room1<\/Conference>/,
  );
});

// Guarantee: a queue has its name in the account's own namespace wherever it stands, and its links are ours.
test('keeps queues in the account’s own namespace', () => {
  const { xml, asked } = rewritten(
    '<Enqueue waitUrl="/music" action="/left">q</Enqueue><Dial><Queue url="/next" method="GET">q</Queue></Dial>',
  );
  expect(xml.match(/>queue\/AC1\/q</g)).toHaveLength(2);
  expect(xml).not.toContain('tenant.example');
  expect(asked).toEqual([
    { url: 'https://tenant.example/left', method: 'POST', attribute: 'action' },
    { url: 'https://tenant.example/music', method: 'POST', attribute: 'waitUrl' },
    { url: 'https://tenant.example/next', method: 'GET', attribute: 'url' },
  ]);
  expect(rewritten('<Enqueue waitUrl="">q</Enqueue>').xml).toBe('<Enqueue waitUrl="">queue/AC1/q</Enqueue>');
});

// Guarantee: words pass untouched, markup inside them too; sound and pictures are only made absolute.
test('leaves text and media', () => {
  expect(rewritten('<Say voice="alice"> One <break time="1s"/> &amp; <p>two</p> </Say>').xml).toBe(
    '<Say voice="alice"> One <break time="1s"/> &amp; <p>two</p> </Say>',
  );
  expect(rewritten('<Play loop="2"> hello.wav </Play>').xml).toBe(
    '<Play loop="2">https://tenant.example/app/hello.wav</Play>',
  );
});

// Guarantee: the carrier executes what was checked: what was warned of or refused never reaches it.
test('leaves out what is unknown, wrong or not offered', () => {
  const inside = '<Shout>hi</Shout><Echo/><Hangup speed="1" __proto__="x"/><Gather numDigits="many" finishOnKey=""/>';
  expect(rewritten(inside).xml).toMatch(/^<Hangup\/><Gather finishOnKey="" action="[^"]+" method="POST"\/>$/);
});

// Guarantee: a message in a call's TwiML is ours to send, once, and never the carrier's.
test('takes messages out', () => {
  const { xml, messages } = rewritten(
    '<Message to="+15550100" from="+15550199" statusCallback="/sms" method="GET">Hi <Media>a.png</Media></Message><Message><Body> Bye </Body></Message><Hangup/>',
  );
  expect(xml).toBe('<Hangup/>');
  expect(messages).toEqual([
    {
      to: '+15550100',
      from: '+15550199',
      body: 'Hi',
      mediaUrls: ['https://tenant.example/app/a.png'],
      statusCallback: { url: 'https://tenant.example/sms', method: 'GET' },
      line: 1,
    },
    { body: 'Bye', mediaUrls: [], line: 1 },
  ]);
});

// Guarantee: what a document will use is known before it is executed.
test('tells what a document demands', () => {
  const demands = demandsOf(
    document(
      '<Response><Gather/><Dial callerId="+15550199" record="true">+15550100</Dial>\n<Dial><Number>+15550101</Number><Conference>x</Conference></Dial><Message>hi</Message></Response>',
    ),
  );
  expect([...demands.meters].sort()).toEqual([
    'calls-outbound',
    'conference-participants',
    'recordings',
    'sms-outbound',
  ]);
  expect(demands.destinations).toEqual([
    { number: '+15550100', line: 1 },
    { number: '+15550101', line: 2 },
  ]);
  expect(demands.callerIds).toEqual([{ number: '+15550199', line: 1 }]);
});

// Documents of known and unknown elements in any order, with a tenant's URL wherever one might stand.
const tenantUrl = fc.constantFrom(
  'https://tenant.example/x',
  '/x',
  '',
  '//tenant.example/y',
  ' https://tenant.example/z ',
  'javascript:tenant.example',
);
const names = [...new Set(Object.values(verbs).map((verb) => verb.element)), 'Shout', 'response'];
const attributeNames = [
  ...new Set(Object.values(verbs).flatMap((verb) => Object.keys(verb.attributes))),
  'href',
  '__proto__',
  'constructor',
];
const value = fc.oneof(tenantUrl, fc.constantFrom('true', 'GET', 'answered', '+15550100', '1', 'record-from-answer'));
const { node } = fc.letrec<{ node: TwimlElement; child: TwimlNode }>((tie) => ({
  node: fc
    .tuple(
      fc.constantFrom(...names),
      fc.uniqueArray(fc.tuple(fc.constantFrom(...attributeNames), value), { maxLength: 5, selector: ([name]) => name }),
      fc.array(tie('child'), { maxLength: 4 }),
    )
    .map(([name, attributes, children]) => element(name, Object.fromEntries(attributes), children)),
  child: fc.oneof(
    { depthSize: 'small' },
    tenantUrl.filter((url) => url !== ''),
    tie('node'),
  ),
}));
const says = new Set([
  'Say',
  'Play',
  'break',
  'emphasis',
  'lang',
  'p',
  'phoneme',
  'prosody',
  's',
  'say-as',
  'sub',
  'w',
]);

// Guarantee: whatever a tenant writes, no URL of theirs reaches the carrier but sound, pictures, spoken words and a stream's own server.
test('leaves no tenant’s URL in any document', () => {
  const withoutWords = (root: TwimlElement): TwimlElement => ({
    ...root,
    children: elementsOf(root).map((child) => (says.has(child.name) ? element(child.name) : withoutWords(child))),
  });
  const namesOnly: Rewriting = { ...rewriting, name: () => 'room', number: () => '+15550100' };
  const words = new Set(['hints', 'language', 'speechModel', 'ringTone', 'participantLabel', 'region', 'voice']);
  fc.assert(
    fc.property(fc.array(node, { maxLength: 5 }), (verbsWritten) => {
      const { document: result } = rewriteTwiml(element('Response', {}, verbsWritten), namesOnly);
      const sound = (root: TwimlElement): TwimlElement => ({
        ...root,
        attributes: Object.fromEntries(
          Object.entries(root.attributes).filter(
            ([name]) => !words.has(name) && !(root.name === 'Stream' && name === 'url'),
          ),
        ),
        children: root.children.map((child) => (typeof child === 'string' ? child : sound(child))),
      });
      expect(writeTwiml(sound(withoutWords(result)))).not.toContain('tenant');
      expect(parseTwiml(writeTwiml(result)).kind).toBe('document');
    }),
    { numRuns: 500 },
  );
});
