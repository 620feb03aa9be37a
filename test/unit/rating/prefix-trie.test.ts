import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { destinationKey } from '../../../lib/rating/destination.ts';
import { PrefixTrie } from '../../../lib/rating/prefix-trie.ts';

const digits = (minimum: number, maximum: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: minimum, maxLength: maximum });

function naiveLongest(prefixes: Iterable<string>, key: string): string | undefined {
  let best: string | undefined;
  for (const prefix of prefixes) {
    if (key.startsWith(prefix) && prefix.length >= (best?.length ?? 0)) best = prefix;
  }
  return best;
}

// Guarantee: the trie finds what a scan of the whole deck finds, whatever the deck and the number.
test('the trie is the naive scan', () => {
  fc.assert(
    fc.property(fc.uniqueArray(digits(0, 6)), fc.array(digits(1, 15)), (prefixes, keys) => {
      const trie = new PrefixTrie(prefixes.map((prefix) => [prefix, prefix]));
      for (const key of keys) expect(trie.longest(key)?.value).toBe(naiveLongest(prefixes, key));
    }),
  );
});

// Guarantee: the same on 100,000 random prefixes and 2,000 numbers (billing.md, Proof).
test('100,000 prefixes, 2,000 numbers: trie = naive scan', () => {
  const seed = 20261124;
  const [prefixes] = fc.sample(fc.uniqueArray(digits(1, 9), { minLength: 100_000, maxLength: 100_000, size: 'max' }), {
    numRuns: 1,
    seed,
  });
  const numbers = fc.sample(digits(4, 15), { numRuns: 2000, seed });
  const trie = new PrefixTrie((prefixes ?? []).map((prefix) => [prefix, prefix]));
  const deck = new Set(prefixes);
  let found = 0;
  for (const number of numbers) {
    const match = trie.longest(number);
    if (match !== undefined) found += 1;
    expect(match?.prefix).toBe(longestByCutting(deck, number));
  }
  console.log(
    `trie = naive scan on ${deck.size} prefixes and ${numbers.length} numbers (${found} matched; seed ${seed})`,
  );
  expect(found).toBeGreaterThan(1000);
});

function longestByCutting(deck: ReadonlySet<string>, number: string): string | undefined {
  for (let length = number.length; length >= 0; length -= 1) {
    if (deck.has(number.slice(0, length))) return number.slice(0, length);
  }
  return undefined;
}

// Guarantee: short codes, SIP and client addresses never meet a prefix of numbers, nor numbers theirs.
test('addresses keep their namespaces', () => {
  const trie = new PrefixTrie([
    ['', 'world'],
    ['49', 'DE'],
    ['sip:', 'any SIP'],
    ['sip:bob@', 'Bob'],
    ['short:', 'short code'],
  ]);
  const found = (address: string) => trie.longest(destinationKey(address))?.value;
  expect(
    ['+4930123456', '+15551234567', 'sip:BOB@example.com', 'sip:eve@example.com', '491', 'client:alice'].map(found),
  ).toEqual(['DE', 'world', 'Bob', 'any SIP', 'short code', undefined]);
});
