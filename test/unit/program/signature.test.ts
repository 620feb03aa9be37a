import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import twilio from 'twilio';
import { isSignatureOf, signatureOf } from '../../../lib/program/signature.ts';

const parameter = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });

// Guarantee: the official SDK accepts every request that we sign.
test('the SDK’s validateRequest accepts our signature of any parameters', () => {
  fc.assert(
    fc.property(fc.dictionary(parameter, parameter), parameter, (parameters, token) => {
      const url = 'https://tenant.example/voice?lang=en&x=%20y';
      const form = { ...parameters };
      expect(twilio.validateRequest(token, signatureOf(token, url, form), url, form)).toBe(true);
    }),
  );
});

// Guarantee: one changed parameter, URL or token, and the signature is wrong.
test.each<[string, string, string, Record<string, string>]>([
  ['another token', 'other', 'https://a.example/', { Digits: '1' }],
  ['another URL', 'token', 'https://a.example/2', { Digits: '1' }],
  ['another value', 'token', 'https://a.example/', { Digits: '2' }],
  ['another parameter', 'token', 'https://a.example/', { Digits: '1', From: '+1' }],
])('%s', (_case, token, url, parameters) => {
  const signature = signatureOf('token', 'https://a.example/', { Digits: '1' });
  expect(isSignatureOf(signature, 'token', 'https://a.example/', { Digits: '1' })).toBe(true);
  expect(isSignatureOf(signature, token, url, parameters)).toBe(false);
  expect(isSignatureOf('', token, url, parameters)).toBe(false);
});
