import { expect, test } from '@jest/globals';
import { spanAsked } from '../../../lib/http/date-filter.ts';
import { timeKey } from '../../../lib/store/due.ts';

// Guarantee: whatever year a date filter names, what it asks for can be asked of an index, and finds what it should.
test.each([
  ['0416-11-06', { from: 0, to: 0 }],
  ['1969-12-31', { from: 0, to: 0 }],
  ['1970-01-01', { from: 0, to: 86_400_000 }],
  ['2400-01-01', { from: 9_999_999_999_999, to: 9_999_999_999_999 }],
  ['9999-12-31', { from: 9_999_999_999_999, to: 9_999_999_999_999 }],
])('%s', (day, expected) => {
  const span = spanAsked({ DateCreated: day }, 'DateCreated');
  expect(span).toEqual(expected);
  if ('kind' in span) throw new Error(span.message);
  expect(timeKey(span.from ?? 0)).toHaveLength(13);
  expect(timeKey(span.to ?? 0)).toHaveLength(13);
});

// Guarantee: a day before the far future is before it in the index as well, where texts are compared.
test('until the year 2400 is everything', () => {
  const span = spanAsked({ 'DateCreated<': '2400-01-01' }, 'DateCreated');
  if ('kind' in span) throw new Error(span.message);
  expect(timeKey(span.to ?? 0) > timeKey(Date.UTC(2026, 10, 24))).toBe(true);
});
