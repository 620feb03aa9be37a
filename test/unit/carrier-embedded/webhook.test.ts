import { expect, test } from '@jest/globals';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { Faults } from '../../../lib/carrier/embedded/webhook/faults.ts';
import { overridesOf } from '../../../lib/carrier/embedded/webhook/overrides.ts';
import { signatureOf } from '../../../lib/carrier/embedded/webhook/signature.ts';

// Guarantee: our signature is Twilio's, whatever the URL and the parameters.
test.each([
  ['https://example.com/voice', { CallSid: 'CA1', From: '+1', Body: 'a b&c=ü 👍' }],
  ['https://example.com/voice?b=2&a=1', {}],
  ['http://127.0.0.1:4000/x?token=abc%3D', { z: '', a: 'A', B: 'b' }],
])('%s', (url, form) => {
  expect(signatureOf('token', url, form)).toBe(getExpectedTwilioSignature('token', url, form));
});

// Guarantee: a URL's fragment says when it is asked again, within Twilio's bounds; without one it is not.
test.each([
  ['https://a.example/x', 0, ['ct'], 5_000, 15_000],
  ['https://a.example/x#rc=5&rp=all', 5, ['4xx', '5xx', 'ct', 'rt'], 5_000, 15_000],
  ['https://a.example/x#rc=9&rp=5xx,rt&ct=20&rt=99999', 5, ['5xx', 'rt'], 100, 15_000],
  ['https://a.example/x#rc=two', 0, ['ct'], 5_000, 15_000],
])('%s', (url, retries, after, connect, read) => {
  const { url: bare, overrides } = overridesOf(url, 15_000);
  expect(bare).toBe('https://a.example/x');
  expect([
    overrides.retries,
    [...overrides.retriesAfter],
    overrides.connectMilliseconds,
    overrides.readMilliseconds,
  ]).toEqual([retries, after, connect, read]);
});

// Guarantee: faults strike at their rate, and the same ones for the same seed.
test('faults', () => {
  const strikes = (seed: string) => {
    const faults = new Faults();
    faults.set([{ kind: 'webhook lost', rate: 0.25, seed }]);
    return Array.from({ length: 1_000 }, () => faults.strikes('webhook lost'));
  };
  const struck = strikes('a').filter(Boolean).length;
  expect(struck).toBeGreaterThan(200);
  expect(struck).toBeLessThan(300);
  expect(strikes('a')).toEqual(strikes('a'));
  expect(strikes('a')).not.toEqual(strikes('b'));
  expect(new Faults().strikes('webhook lost')).toBe(false);
});
