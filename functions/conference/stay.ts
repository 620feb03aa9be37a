import { allHeard, type Range } from './heard.ts';

/** When an event happened, by the carrier: its clock in epoch milliseconds, and its number where the carrier has one. */
export type Moment = { readonly at: number; readonly sequence?: number | undefined };

/** That somebody came or went. `billed`: its stay is settled, and whatever is heard of it later changes no bill. */
export type Mark = Moment & {
  readonly kind: 'join' | 'leave';
  /** When it was heard here. */
  readonly heardAt: number;
  readonly billed?: boolean | undefined;
};

/** From a coming to the next going. One of the two may be unheard. */
export type Stay = { readonly joined: Mark | undefined; readonly left: Mark | undefined };

/** What is billed of a stay. */
export type Use = {
  /** The carrier's number of the event that opened the stay, else of the one that closed it. */
  readonly sequence: number | undefined;
  readonly startedAt: number;
  readonly seconds: number;
};

/** How a conference stands, as far as its stays' ends go. */
export type Surroundings = {
  readonly heard: readonly Range[];
  readonly endedAt: number | undefined;
  readonly endHeardAt: number | undefined;
};

/** A carrier repeats what failed for less than this; what it has not told by then, it will not. */
export const patienceMilliseconds = 180_000;

/** Which of two came first: by the carrier's numbers, else by its clock. */
export function compareMoments(left: Moment, right: Moment): number {
  if (left.sequence !== undefined && right.sequence !== undefined) return left.sequence - right.sequence;
  return left.at - right.at;
}

/** Whether a mark is known: a carrier repeats itself. */
export const isKnown = (marks: readonly Mark[], mark: Mark): boolean =>
  marks.some((known) => known.kind === mark.kind && compareMoments(known, mark) === 0);

/** The stays that marks tell of, in order, whatever order they were heard in. */
export function staysOf(marks: readonly Mark[]): Stay[] {
  const stays: Stay[] = [];
  for (const mark of marks.toSorted(compareMoments)) {
    const last = stays.at(-1);
    if (mark.kind === 'leave' && last !== undefined && last.left === undefined) {
      stays[stays.length - 1] = { joined: last.joined, left: mark };
    } else {
      stays.push(mark.kind === 'join' ? { joined: mark, left: undefined } : { joined: undefined, left: mark });
    }
  }
  return stays;
}

/**
 * Settles what is certain of a participant's stays: each once, and never again. A stay is certain when its coming and
 * its going are heard and so is every event between them; or when patience has ended. Then a going that nobody told
 * is the next coming or the conference's end, and a coming that nobody told is billed nothing.
 */
export function settle(
  marks: readonly Mark[],
  conference: Surroundings,
  now: number,
): { readonly marks: Mark[]; readonly uses: Use[]; readonly waits: boolean } {
  const stays = staysOf(marks);
  const billed = new Set<Mark>();
  const uses: Use[] = [];
  let waits = false;
  for (const [index, stay] of stays.entries()) {
    if (stay.joined?.billed || stay.left?.billed) continue;
    const next = stays[index + 1];
    const use = useOf(stay, next?.joined ?? next?.left, conference, now);
    if (use === 'waits') waits = true;
    else if (use !== undefined) {
      uses.push(use);
      for (const mark of [stay.joined, stay.left]) if (mark !== undefined) billed.add(mark);
    }
  }
  return { marks: marks.map((mark) => (billed.has(mark) ? { ...mark, billed: true } : mark)), uses, waits };
}

/** What a stay is billed; `waits` while it will be, but is not certain; undefined while somebody is in the room. */
function useOf(
  { joined, left }: Stay,
  next: Mark | undefined,
  { heard, endedAt, endHeardAt }: Surroundings,
  now: number,
): Use | 'waits' | undefined {
  const overSince = (heardAt: number) => now >= heardAt + patienceMilliseconds;
  if (joined !== undefined && left !== undefined) {
    const certain = nothingBetween(heard, joined, left) || overSince(Math.max(joined.heardAt, left.heardAt));
    return certain ? lasting(joined, left.at) : 'waits';
  }
  if (left !== undefined) return overSince(left.heardAt) ? lasting(left, left.at) : 'waits';
  const until = next?.at ?? endedAt;
  const untilHeardAt = next?.heardAt ?? endHeardAt;
  if (joined === undefined || until === undefined || untilHeardAt === undefined) return undefined;
  return overSince(Math.max(joined.heardAt, untilHeardAt)) ? lasting(joined, until) : 'waits';
}

const nothingBetween = (heard: readonly Range[], joined: Moment, left: Moment): boolean =>
  joined.sequence === undefined ||
  left.sequence === undefined ||
  allHeard(heard, joined.sequence + 1, left.sequence - 1);

const lasting = ({ at, sequence }: Moment, until: number): Use => ({
  sequence,
  startedAt: at,
  seconds: Math.ceil(Math.max(0, until - at) / 1_000),
});

/** Whether somebody is in the room, as far as is heard. */
export function isPresent(marks: readonly Mark[]): boolean {
  const last = staysOf(marks).at(-1);
  return last !== undefined && last.left === undefined;
}
