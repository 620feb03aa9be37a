import { expect, test } from '@jest/globals';
import { type FilterPattern, matchesAny } from '../../../lib/local/filter-pattern.ts';

const usage: FilterPattern = { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'USE#' }] } } } };
const record = (eventName: string, PK: string) => ({ eventName, dynamodb: { Keys: { PK: { S: PK } } } });

// Guarantee: on one machine a consumer of the stream sees what its filter patterns let through on AWS, and nothing else.
test.each([
  ['a new usage event', record('INSERT', 'USE#AC1#20261124#0'), true],
  ['a changed one', record('MODIFY', 'USE#AC1#20261124#0'), false],
  ['another item', record('INSERT', 'OUT#CA1'), false],
  ['something without a key', { eventName: 'INSERT' }, false],
])('%s', (_, event, expected) => {
  expect(matchesAny([usage], event)).toBe(expected);
});

// Guarantee: patterns are alternatives, as Lambda has them.
test('one of several patterns is enough, and no pattern lets everything through', () => {
  expect(matchesAny([{ eventName: ['REMOVE'] }, usage], record('INSERT', 'USE#1'))).toBe(true);
  expect(matchesAny([], {})).toBe(true);
});

// Guarantee: `exists` asks for a key, whatever its value.
test('exists', () => {
  expect(matchesAny([{ a: [{ exists: false }] }], {})).toBe(true);
  expect(matchesAny([{ a: [{ exists: true }] }], {})).toBe(false);
});

// Guarantee: an operator that is not known here stops the start; it never lets events through or holds them back.
test('an operator that is not known is an error, not a silent yes or no', () => {
  expect(() => matchesAny([{ a: [{ suffix: 'x' } as never] }], { a: 'x' })).toThrow('not known on one machine');
});
