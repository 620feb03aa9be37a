import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { segmentsOf } from '../../../lib/segment/segment.ts';
import { smartEncoded } from '../../../lib/segment/smart-encoding.ts';

// Guarantee: what only looks foreign is written in the GSM alphabet, and one curly quote no longer costs a segment.
test.each([
  ['“Don’t” — it…', '"Don\'t" - it...'],
  ['½ price – today‽', '1/2 price - today‽'],
  ['a\u00a0b\u200bc\u2028d', 'a bc\nd'],
  ['Ｓale！', 'Ｓale!'],
])('%j', (text, written) => {
  expect(smartEncoded(text)).toBe(written);
});

// Guarantee: letters, emoji and all that the GSM alphabet has stay as they are.
test.each(['Zażółć', 'Привет', '😀👨‍👩‍👧', '@£$¥èéùìòÇ\nØø\rÅå^{}[~]|€\\', ''])('%j stays', (text) => {
  expect(smartEncoded(text.replaceAll('\u200d', ''))).toBe(text.replaceAll('\u200d', ''));
});

// Guarantee: it can be done twice, and never makes another alphabet necessary.
test('any text', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aé€“”’–…½ \u00a0\u200bж😀') });
  fc.assert(
    fc.property(text, (given) => {
      const written = smartEncoded(given);
      expect(smartEncoded(written)).toBe(written);
      if (segmentsOf(given).encoding === 'GSM-7') expect(segmentsOf(written).encoding).toBe('GSM-7');
    }),
  );
  expect(segmentsOf(smartEncoded(`“${'x'.repeat(158)}”`))).toEqual({ encoding: 'GSM-7', count: 1 });
});
