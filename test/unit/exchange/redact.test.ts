import { expect, test } from '@jest/globals';
import { redacted, redactedUrl, shownHeaders } from '../../../lib/exchange/redact.ts';

const link = `${'a'.repeat(40)}.${'b'.repeat(22)}`;

// Guarantee: of what is exchanged nothing is kept that opens a door: tokens, passwords of URLs, states of links, paid digits.
test.each<[string, string, string[], string]>([
  [
    'a link in a URL',
    `https://p/carriers/twilio/calls/continue?link=${link}`,
    [],
    'https://p/carriers/twilio/calls/continue?link=***',
  ],
  [
    'a link in TwiML',
    `<Redirect>https://p/x?a=1&amp;link=${link}#rc=5</Redirect>`,
    [],
    '<Redirect>https://p/x?a=1&amp;link=***#rc=5</Redirect>',
  ],
  [
    'a link in a form',
    `Url=https%3A%2F%2Fp%2Fx%3Flink%3D${link}%23rc%3D5&To=1`,
    [],
    'Url=https%3A%2F%2Fp%2Fx%3Flink%3D***%23rc%3D5&To=1',
  ],
  ['a password in a URL', 'https://user:pass@host/voice?x=1', [], 'https://***@host/voice?x=1'],
  ['a user without a password', 'http://user@host/', [], 'http://***@host/'],
  ['a password in a form', 'Url=https%3A%2F%2Fuser%3Apass%40host%2Fvoice', [], 'Url=https%3A%2F%2F***@host%2Fvoice'],
  ['no password: an address in a path', 'https://host/mail/a@b.example', [], 'https://host/mail/a@b.example'],
  ['no password: an address in a query', 'https://host?to=a@b.example', [], 'https://host?to=a@b.example'],
  ['a token', 'https://host/?key=0123456789abcdef', ['0123456789abcdef'], 'https://host/?key=***'],
  [
    'paid digits',
    'CallSid=CA1&PaymentCardNumber=4111111111111111&SecurityCode=123&Digits=1',
    [],
    'CallSid=CA1&PaymentCardNumber=***&SecurityCode=***&Digits=1',
  ],
])('%s', (_case, text, secrets, expected) => {
  expect(redacted(text, secrets)).toEqual({ text: expected, isWhole: text === expected });
});

// Guarantee: what is kept has a size, and is cut between characters.
test('4 KB of a body', () => {
  const { text, isWhole } = redacted('ä€😀'.repeat(1_000), []);
  expect(isWhole).toBe(false);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_096);
  expect(Buffer.byteLength(text)).toBeGreaterThan(4_092);
  expect(text.isWellFormed()).toBe(true);
  expect(text).not.toContain('\ufffd');
  expect(redacted('x'.repeat(4_096), [])).toMatchObject({ isWhole: true });
});

// Guarantee: a fragment is never sent, so it is never shown as if it had been.
test('a URL without its fragment', () => {
  expect(redactedUrl('https://host/a#rc=2', [])).toEqual({ text: 'https://host/a', isWhole: true });
});

// Guarantee: credentials and cookies are not among the headers that are kept.
test('the headers that matter', () => {
  const headers = {
    Authorization: 'Basic x',
    Cookie: 'c',
    'Set-Cookie': 's',
    'Content-Type': 'text/xml',
    'X-Twilio-Signature': 'q=',
  };
  expect(shownHeaders(headers, [])).toEqual({ 'content-type': 'text/xml', 'x-twilio-signature': 'q=' });
});
