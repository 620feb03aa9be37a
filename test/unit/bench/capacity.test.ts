import { expect, test } from '@jest/globals';
import { itemBytes, readUnits, writeUnits } from '../../bench/units/capacity.ts';

const list = { partition: 'listPK', sort: 'listSK' };
const plain = { isTransactional: false, indexes: [list] };
const transactional = { isTransactional: true, indexes: [list] };
/** An item of so many bytes that stands in no index. */
const ofBytes = (bytes: number) => ({ PK: { S: 'p' }, SK: { S: 's' }, x: { S: 'x'.repeat(bytes - 7) } });
const listed = (time: string) => ({ ...ofBytes(100), listPK: { S: 'a' }, listSK: { S: time } });

// Guarantee: an item's size is AWS's: names and text in UTF-8, numbers by pairs of significant digits, 3 bytes for a list or map and one for each of its parts.
test.each([
  [{ PK: { S: 'ab' } }, 4],
  [{ n: { S: 'é€' } }, 1 + 5],
  [{ n: { N: '0' } }, 1 + 1],
  [{ n: { N: '1000' } }, 1 + 2],
  [{ n: { N: '12345' } }, 1 + 4],
  [{ n: { N: '-12.5' } }, 1 + 4],
  [{ n: { BOOL: true } }, 2],
  [{ n: { NULL: true } }, 2],
  [{ n: { L: [{ S: 'a' }, { S: 'b' }] } }, 1 + 3 + 2 + 2],
  [{ n: { M: { a: { S: 'xy' } } } }, 1 + 3 + 1 + 3],
] as const)('size %#', (item, bytes) => {
  expect(itemBytes(item as never)).toBe(bytes);
});

// Guarantee: a write is rounded up to 1 KB by the larger of its two images, and twice that in a transaction; a check of an absent item is one.
test('write units of the table', () => {
  expect(itemBytes(ofBytes(1024))).toBe(1024);
  expect(writeUnits(undefined, ofBytes(1024), plain)).toBe(1);
  expect(writeUnits(undefined, ofBytes(1025), plain)).toBe(2);
  expect(writeUnits(ofBytes(2049), ofBytes(10), plain)).toBe(3);
  expect(writeUnits(ofBytes(2049), undefined, transactional)).toBe(6);
  expect(writeUnits(undefined, undefined, transactional)).toBe(2);
});

// Guarantee: an index of keys alone is written once when an entry comes or goes, twice when it moves, never when it stays; and not twice for a transaction.
test('write units of an index', () => {
  expect(writeUnits(undefined, listed('1'), plain)).toBe(2);
  expect(writeUnits(undefined, listed('1'), transactional)).toBe(3);
  expect(writeUnits(listed('1'), { ...listed('1'), x: { S: 'other' } }, plain)).toBe(1);
  expect(writeUnits(listed('1'), listed('2'), plain)).toBe(3);
  expect(writeUnits(listed('1'), ofBytes(100), plain)).toBe(2);
});

// Guarantee: a read is rounded up to 4 KB, costs half where it need not be consistent, and finding nothing is not free.
test('read units', () => {
  expect([readUnits(0, true), readUnits(4096, true), readUnits(4097, true), readUnits(4097, false)]).toEqual([
    1, 1, 2, 1,
  ]);
});
