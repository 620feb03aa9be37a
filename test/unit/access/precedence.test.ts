import { expect, test } from '@jest/globals';
import { inForce, type Level, levels, strictest } from '../../../lib/access/precedence.ts';

// Guarantee: each level overrules all that stand behind it, and an absent or empty one overrules nothing.
test.each(levels.map((level, index) => [level, levels.slice(0, index)] as const))(
  'what the %s says applies where none nearer says anything',
  (level, nearer) => {
    const silent = Object.fromEntries(nearer.map((name, index) => [name, index % 2 === 0 ? '' : undefined]));
    const further = Object.fromEntries(levels.slice(levels.indexOf(level) + 1).map((name) => [name, 'further']));
    expect(inForce({ builtIn: 'further', ...further, ...silent, [level]: 'this' })).toBe('this');
  },
);

// Guarantee: false and 0 are said as well as anything else.
test('a setting may be switched off by the nearest level', () => {
  expect(inForce({ request: false, account: true, builtIn: true })).toBe(false);
  expect(inForce({ number: 0, builtIn: 5 })).toBe(0);
});

// Guarantee: no level can lift a limit that another has set.
test.each<[Level, number]>([
  ['request', 1],
  ['number', 2],
  ['account', 3],
  ['parent', 4],
  ['operator', 5],
  ['builtIn', 6],
])('a limit of the %s is kept to', (level, limit) => {
  const loose = Object.fromEntries(levels.map((name) => [name, 100]));
  expect(strictest({ builtIn: 100, ...loose, [level]: limit })).toBe(limit);
});
