import { expect, test } from '@jest/globals';
import { closedSockets } from '../../../functions/call/closed-sockets.ts';
import { type Permission, permit } from '../../../functions/call/permit.ts';
import { demandsOf } from '../../../lib/twiml/demands.ts';
import { parseTwiml } from '../../../lib/twiml/parse-twiml.ts';
import { e164Of } from '../../../lib/twiml/value.ts';

const demands = (inside: string) => {
  const parsed = parseTwiml(`<Response>${inside}</Response>`);
  if (parsed.kind === 'refused') throw new Error(parsed.message);
  return demandsOf(parsed.document);
};
const open: Permission = {
  closedMeters: new Set(),
  destinations: [],
  callerIds: new Set(['+15550100']),
  closedSockets: new Map(),
};

// Guarantee: a document is executed only as far as its account may go.
test.each<[string, string, Partial<Permission>, number | undefined]>([
  ['nothing asked', '<Say>Hello</Say>', {}, undefined],
  ['an allowed number', '<Dial>+15550123456</Dial>', { destinations: ['+1'] }, undefined],
  ['a forbidden number', '<Dial><Number>+882160000000</Number></Dial>', { destinations: ['+1', '+49'] }, 13227],
  ['a premium number', '<Dial>+19005550111</Dial>', { destinations: ['+1'] }, 13227],
  ['no number', '<Dial>nobody</Dial>', {}, 13223],
  [
    'its own caller id',
    '<Dial callerId="+15550100">+15550123456</Dial>',
    { callerIds: new Set(['+15550100']) },
    undefined,
  ],
  ['a stranger’s caller id', '<Dial callerId="+15550199999">+15550123456</Dial>', {}, 13214],
  ['recording, disabled', '<Record/>', { closedMeters: new Set(['recordings']) }, 20010],
  [
    'a private server',
    '<Start><Stream url="wss://10.0.0.1/m"/></Start>',
    { closedSockets: new Map([['wss://10.0.0.1/m', 'is not a public address']]) },
    31922,
  ],
  ['a public server', '<Start><Stream url="wss://h.example/m"/></Start>', {}, undefined],
  [
    'conference, disabled',
    '<Dial><Conference>r</Conference></Dial>',
    { closedMeters: new Set(['conference-participants']) },
    20010,
  ],
])('%s', (_case, inside, permission, code) => {
  expect(permit(demands(inside), { ...open, ...permission })?.code).toBe(code);
});

// Guarantee: numbers are understood as Twilio's TwiML understands them, and nothing else is taken for one.
test.each([
  ['+15550123456', '+15550123456'],
  ['(555) 012-3456', '+15550123456'],
  ['4930901820', '+14930901820'],
  ['493090182000', '+493090182000'],
  ['+0123456789', undefined],
  ['911', undefined],
  ['client:alice', undefined],
  ['+1555012345678901', undefined],
  ['', undefined],
])('the number %p is %p', (written, expected) => {
  expect(e164Of(written)).toBe(expected);
});

// Guarantee: a deployed platform lets a document stream to public servers over TLS only; relative URLs are as the document's own.
test('which servers may hear a stream', () => {
  const asked = demands(
    ['wss://h.example/m', 'wss://10.0.0.1/m', 'ws://h.example/m', '/m']
      .map((url) => `<Start><Stream url="${url}"/></Start>`)
      .join(''),
  );
  expect([...closedSockets(asked, 'https://tenant.example/voice', false)]).toEqual([
    ['wss://10.0.0.1/m', 'is not a public address'],
    ['ws://h.example/m', 'is not a URL of wss'],
  ]);
  expect([...closedSockets(asked, 'http://tenant.example/voice', false).keys()]).toContain('/m');
  expect([...closedSockets(asked, 'http://127.0.0.1/voice', true)]).toEqual([]);
});
