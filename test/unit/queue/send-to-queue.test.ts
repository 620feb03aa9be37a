import { expect, test } from '@jest/globals';
import { messageBody } from '../../../lib/queue/send-to-queue.ts';

// Guarantee: whatever a tenant writes goes through a queue unchanged, in characters that SQS takes.
test.each([
  'plain',
  'Van 🚚, family 👨‍👩‍👧‍👦',
  'lone \ud83d half',
  'not a character: \ufffe \uffff',
  'control \u0000 \u001f',
  'é ก 漢',
])('%j', (text) => {
  const body = messageBody({ text });
  expect(JSON.parse(body)).toEqual({ text });
  expect(body).not.toMatch(/[\ud800-\udfff\ufffe\uffff]/);
});
