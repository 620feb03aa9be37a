import { expect, test } from '@jest/globals';
import { absoluteUrl, e164Of } from '../../../lib/twiml/value.ts';

// Guarantee: a number means the same however people write it, and what cannot be one is none.
test.each([
  ['+15550100199', '+15550100199'],
  ['+44 (20) 7946-0958', '+442079460958'],
  ['(555) 010-0199', '+15550100199'],
  ['15550100199', '+15550100199'],
  ['+0123456789', undefined],
  ['12', undefined],
  ['+1555010019912345', undefined],
  ['client:alice', undefined],
  ['', undefined],
])('%s → %s', (written, e164) => {
  expect(e164Of(written)).toBe(e164);
});

// Guarantee: a document's URL is one of http or https, absolute, short enough for a signed link, or none.
test.each([
  ['next?x=1#rc=2', 'https://t.example/app/next?x=1#rc=2'],
  ['//other.example/a', 'https://other.example/a'],
  ['', 'https://t.example/app/voice'],
  ['javascript:alert(1)', undefined],
  ['http://', undefined],
  [`/${'x'.repeat(2_000)}`, undefined],
])('%s', (url, absolute) => {
  expect(absoluteUrl(url, 'https://t.example/app/voice')).toBe(absolute);
});
