import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { segmentsOf } from '../../../lib/segment/segment.ts';

const family = '👨‍👩‍👧‍👦'; // 11 code units that are one picture

// Guarantee: a text is billed in as many segments as the standard's own arithmetic gives, at every boundary.
test.each([
  ['an empty text', '', 'GSM-7', 1],
  ['160 septets', 'a'.repeat(160), 'GSM-7', 1],
  ['161 septets', 'a'.repeat(161), 'GSM-7', 2],
  ['2 × 153 septets', 'a'.repeat(306), 'GSM-7', 2],
  ['one septet more', 'a'.repeat(307), 'GSM-7', 3],
  ['80 signs of two septets', '€'.repeat(80), 'GSM-7', 1],
  ['an escape pair at the edge, which is not cut', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
  ['70 code units', 'я'.repeat(70), 'UCS-2', 1],
  ['71 code units', 'я'.repeat(71), 'UCS-2', 2],
  ['2 × 67 code units', 'я'.repeat(134), 'UCS-2', 2],
  ['one code unit more', 'я'.repeat(135), 'UCS-2', 3],
  ['a surrogate pair at the edge, which is not cut', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 'UCS-2', 3],
  ['a family at the edge, which is not cut', `${'я'.repeat(60)}${family}${'я'.repeat(60)}`, 'UCS-2', 3],
  ['a backtick, which GSM-7 lacks', '`', 'UCS-2', 1],
] as const)('%s', (_name, body, encoding, count) => {
  expect(segmentsOf(body)).toEqual({ encoding, count });
});

// Guarantee: an independent implementation counts the same on any text of plain letters, signs and emoji.
test('counts as sms-segments-calculator does', () => {
  const piece = fc.constantFrom(...'aZ09 @£é{}[]~€\n', 'я', '語', '`', '😀', '👍🏽', family);
  const text = fc
    .tuple(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }))
    .map(([pieces, times]) => pieces.join('').repeat(times));
  fc.assert(
    fc.property(text, (body) => {
      const calculated = new SegmentedMessage(body);
      expect(segmentsOf(body)).toEqual({
        encoding: calculated.encodingName === 'GSM-7' ? 'GSM-7' : 'UCS-2',
        count: Math.max(1, calculated.segmentsCount),
      });
    }),
    { numRuns: 300 },
  );
});

// Guarantee: a hostile text of a million characters costs no more than its length; the calculator above takes hours.
test('takes time in proportion to the text', () => {
  const millisecondsFor = (length: number) => {
    const body = `${'a\u0301'.repeat(length / 2)}я`;
    const start = performance.now();
    segmentsOf(body);
    return performance.now() - start;
  };
  millisecondsFor(10_000);
  expect(millisecondsFor(1_000_000)).toBeLessThan(50_000);
});
