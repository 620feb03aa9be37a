import { expect, test } from '@jest/globals';
import { asksAgain, overrideFault, overridesOf } from '../../../lib/connection/overrides.ts';

const url = (fragment: string) => `https://host/voice?x=1${fragment}`;

// Guarantee: Twilio's names, bounds and defaults; without rc and rp the platform's own way of retrying stands.
test('a fragment is read as Twilio reads it', () => {
  const plain = { retries: undefined, connectMilliseconds: 5_000, readMilliseconds: 15_000, totalMilliseconds: 15_000 };
  expect(overridesOf(url(''))).toMatchObject(plain);
  expect(overridesOf(url('#section'))).toMatchObject(plain);
  expect(overridesOf(url('#rc=2'))).toMatchObject({ retries: { count: 2, after: new Set(['ct']) } });
  expect(overridesOf(url('#rp=4xx,rt'))).toMatchObject({ retries: { count: 1, after: new Set(['4xx', 'rt']) } });
  expect(overridesOf(url('#rc=5&rp=all&ct=100&rt=200&tt=300&sni=n&e=ashburn,dublin'))).toEqual({
    retries: { count: 5, after: new Set(['4xx', '5xx', 'ct', 'rt']) },
    connectMilliseconds: 100,
    readMilliseconds: 200,
    totalMilliseconds: 300,
    serverName: false,
  });
});

// Guarantee: what is out of bounds counts as absent where it is used, and is refused by name where it is set.
test.each<[string, number | undefined, RegExp]>([
  ['#rc=6', undefined, /rc.*0 to 5/],
  ['#rc=-1', undefined, /rc/],
  ['#rc=two', undefined, /rc/],
  ['#ct=99', undefined, /ct.*100 to 10000/],
  ['#rt=15001', undefined, /rt.*100 to 15000/],
  ['#tt=1', undefined, /tt/],
  ['#sni=maybe', undefined, /sni/],
  ['#rp=3xx', 11243, /4xx/],
  ['#rp=', 11243, /4xx/],
  ['#e=A B', 11240, /A B/],
])('%s', (fragment, code, says) => {
  const fault = overrideFault(url(fragment));
  expect(fault?.code).toBe(code);
  expect(fault?.message).toMatch(says);
  const { connectMilliseconds, readMilliseconds, totalMilliseconds } = overridesOf(url(fragment));
  expect([connectMilliseconds, readMilliseconds, totalMilliseconds]).toEqual([5_000, 15_000, 15_000]);
});

// Guarantee: whatever else a fragment says is nobody's concern.
test.each(['', '#', '#top', '#a=b', '#rc=0', '#rp=ct,rt,4xx,5xx,all', '#e=umatilla'])('%s is taken', (fragment) => {
  expect(overrideFault(url(fragment))).toBeUndefined();
});

// Guarantee: as many retries as were asked for, and after such failures only.
test('the retry policy', () => {
  const policy = { count: 2, after: new Set(['5xx', 'ct'] as const) };
  expect([1, 2, 3].map((made) => asksAgain(policy, made, '5xx'))).toEqual([true, true, false]);
  expect(asksAgain(policy, 1, '4xx')).toBe(false);
  expect(asksAgain(policy, 1, undefined)).toBe(false);
});
