import { destinationKey } from './destination.ts';
import { PrefixTrie } from './prefix-trie.ts';
import type { DeckRate, Rate } from './price-schema.ts';

/** A rate that was found in a deck, and by which prefixes. */
export type DeckMatch = {
  readonly rate: Rate;
  readonly prefix: string;
  /** The near end's prefix; undefined for a rate that is for every origin. */
  readonly origin: string | undefined;
};

type Rates = { everyOrigin: Rate | undefined; byOrigin: DeckRate[] };

/** The rates of a deck, ready to be searched by the two ends of a use. */
export class RateDeck {
  readonly #trie: PrefixTrie<Rates>;

  constructor(rates: Iterable<DeckRate>) {
    const byPrefix = new Map<string, Rates>();
    for (const rate of rates) {
      const known = byPrefix.get(rate.prefix) ?? { everyOrigin: undefined, byOrigin: [] };
      if (rate.origin === undefined) known.everyOrigin = rate;
      else known.byOrigin.push(rate);
      byPrefix.set(rate.prefix, known);
    }
    for (const { byOrigin } of byPrefix.values()) {
      byOrigin.sort((left, right) => (right.origin?.length ?? 0) - (left.origin?.length ?? 0));
    }
    this.#trie = new PrefixTrie(byPrefix);
  }

  /**
   * The rate of the far end's longest prefix; among its rates, that of the near end's longest prefix, else the one for
   * every origin. A prefix whose rates are all for other origins is passed over for the next shorter one.
   */
  find(destination: string, origin: string | undefined): DeckMatch | undefined {
    const key = destinationKey(destination);
    const longest = this.#trie.longest(key);
    if (longest === undefined) return undefined;
    if (longest.value.byOrigin.length === 0) return matchOf(longest.prefix, longest.value, undefined);
    const originKey = origin === undefined ? undefined : destinationKey(origin);
    for (const { prefix, value } of this.#trie.all(key)) {
      const match = matchOf(prefix, value, originKey);
      if (match !== undefined) return match;
    }
    return undefined;
  }
}

function matchOf(prefix: string, { everyOrigin, byOrigin }: Rates, originKey: string | undefined) {
  const own = byOrigin.find(({ origin = '' }) => originKey?.startsWith(origin));
  const rate = own ?? everyOrigin;
  return rate === undefined ? undefined : { rate, prefix, origin: own?.origin };
}

/** A deck's version, by which uses that begin from `effectiveFrom` on (epoch milliseconds) are priced. */
export type Deck = {
  readonly name: string;
  readonly version: number;
  readonly effectiveFrom: number;
  /** The IANA zone of its time bands. */
  readonly zone: string | undefined;
  readonly rates: RateDeck;
};
