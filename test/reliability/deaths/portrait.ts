/** An item of the table. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * What is no part of how a use case ended: who asks too much, requests that are remembered by their key, what was exchanged, places that are
 * leased until their holder is dead, slots that a dead function took and never used.
 */
const passing = /^(LIM|IDE|EXC|END|SLO)#/;

/** How often something was tried or stored, and what sums are weighed by the time of day. */
const incidental = new Set(['attempts', 'moment', 'revision']);

/** What stands outside the transactions of what it tells of, and may be told twice (lib/store/notification.ts). */
const mayRepeat = ({ entity }: Item): boolean => entity === 'notification';

const masks: readonly (readonly [RegExp, string])[] = [
  [/\b([A-Z]{2})[0-9a-f]{32}\b/g, '$1'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} [\d:]+ (\+0000|GMT)/g, 'TIME'],
  [/\b1[789]\d{11}\b/g, 'TIME'],
  [/\b1[789]\d{8}\b/g, 'TIME'],
  [/\+1\d{10}\b/g, '+1'],
  [/\(\d{3}\) 555-\d{4}/g, '+1'],
  [/\b202\d-?[01]\d(-?[0-3]\d)?\b/g, 'DAY'],
  [/\b(story)-\d+\b/g, '$1'],
  [/\b(minute|billing)#\d+\b/g, '$1'],
  [/\/\/127\.0\.0\.1:\d+/g, '//HOST'],
  [/[A-Za-z0-9+/_=-]{40,}/g, 'CODE'],
  [/\b[0-9a-f]{16,}\b/g, 'CODE'],
];

/** A value as text, without what differs from one run of a story to the next: names, times, digests. */
export function masked(value: unknown): string {
  const text = JSON.stringify(ordered(value)) ?? '';
  return masks.reduce((shorter, [pattern, mask]) => shorter.replace(pattern, mask), text);
}

/** A value with the attributes of every map in one order. */
export function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const entries = Object.entries(value).filter(([name]) => !incidental.has(name));
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => [name, ordered(each)]),
  );
}

/** What a story has left in the table, in an order of its own: two runs that ended alike have the same portrait. */
export function portraitOf(items: readonly Item[]): string[] {
  const seen = items.filter(({ PK }) => !passing.test(String(PK))).map((item) => ({ item, text: masked(item) }));
  const told = new Set(seen.filter(({ item }) => mayRepeat(item)).map(({ text }) => text));
  return [...seen.filter(({ item }) => !mayRepeat(item)).map(({ text }) => text), ...told].sort();
}

/** What only one of two portraits has. */
export function differences(expected: readonly string[], found: readonly string[]) {
  const without = (all: readonly string[], others: readonly string[]) => {
    const left = [...others];
    return all.filter((each) => {
      const index = left.indexOf(each);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  };
  return { missing: without(expected, found), surplus: without(found, expected) };
}
