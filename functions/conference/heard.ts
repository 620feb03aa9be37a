/** Numbers from–to, both included. */
export type Range = { readonly from: number; readonly to: number };

// Older ones only tell that a very old event may be in flight, and then a use waits for its patience to end.
const rangesMax = 100;

/** Whether an event of that number was heard. */
export const isHeard = (heard: readonly Range[], sequence: number): boolean => allHeard(heard, sequence, sequence);

/** Whether every event from one number to another was heard: none that lies between them can still come. */
export const allHeard = (heard: readonly Range[], from: number, to: number): boolean =>
  from > to || heard.some((range) => range.from <= from && to <= range.to);

/** What was heard, with one number more; ranges stay apart, in order, and few. */
export function withHeard(heard: readonly Range[], sequence: number): Range[] {
  const touching = heard.filter(({ from, to }) => from <= sequence + 1 && sequence - 1 <= to);
  const apart = heard.filter((range) => !touching.includes(range));
  const joined = {
    from: Math.min(sequence, ...touching.map(({ from }) => from)),
    to: Math.max(sequence, ...touching.map(({ to }) => to)),
  };
  return [...apart, joined].sort((left, right) => left.from - right.from).slice(-rangesMax);
}
