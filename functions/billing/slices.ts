import { linesEndedIn, linesOfDay } from '../../lib/metering/ledger-line.ts';
import { strayEnds } from '../../lib/metering/stray-lines.ts';
import { type Day, dayBounds, type Span } from '../../lib/period/day.ts';
import { inBillingOrder, type LedgerLine } from '../../lib/rating/ledger-line.ts';

/** An account's days of a period, with how many ledger lines stand in each. */
export type CountedDays = {
  readonly sid: string;
  readonly zone: string;
  readonly days: readonly { readonly day: Day; readonly lines: number }[];
};

/** Lines in billing order; all that ended before `until`, and after the slice before, are in it. */
export type Slice = { readonly lines: LedgerLine[]; readonly until: number };

/** A day of an account in the ledger, and the span in which its lines' uses ended. */
type Place = { readonly sid: string; readonly day: Day; readonly spans: readonly Span[] };

/**
 * The ledger lines of accounts of one zone, in the order in which they are billed, by `(finalizedAt, id)` (billing.md, rule 5): in slices of about
 * `linesMax` at most, so that never more than one is in memory. `from`: what ended before is left out. A ledger that is smaller is
 * one slice, read at once.
 */
export async function* slicesOf(accounts: readonly CountedDays[], linesMax: number, from = 0): AsyncGenerator<Slice> {
  const used = accounts.flatMap(({ sid, zone, days }) =>
    days.filter(({ lines }) => lines > 0).map(({ day, lines }) => ({ sid, zone, day, lines })),
  );
  if (used.reduce((count, { lines }) => count + lines, 0) <= linesMax) {
    const read = await Promise.all(used.map(({ sid, day }) => linesOfDay(sid, day)));
    const lines = read.flat().filter(({ finalizedAt }) => finalizedAt >= from);
    yield { lines: lines.sort(inBillingOrder), until: Number.POSITIVE_INFINITY };
    return;
  }
  const places: Place[] = await Promise.all(
    used.map(async ({ sid, day, zone }) => {
      const stray = await strayEnds(sid, day, zone);
      return { sid, day, spans: [dayBounds(day, zone), ...(stray === undefined ? [] : [stray])] };
    }),
  );
  const ends = new Map<Day, number>();
  for (const { day, lines } of used) ends.set(day, (ends.get(day) ?? 0) + lines);
  const cuts = cutsOf(ends, accounts[0]?.zone ?? 'UTC', linesMax);
  const first = Math.min(...places.flatMap(({ spans }) => spans.map(({ startsAt }) => startsAt)));
  const last = Math.max(...places.flatMap(({ spans }) => spans.map(({ endsAt }) => endsAt)));
  const edges = [...cuts.filter((cut) => cut > Math.max(first, from) && cut < last), last];
  let startsAt = Math.max(first, from);
  for (const endsAt of edges) {
    yield* halved(places, { startsAt, endsAt }, linesMax);
    startsAt = endsAt;
  }
}

/** Instants between which about `linesMax` lines lie: days are put together, and a day with more is cut evenly. */
function cutsOf(days: ReadonlyMap<Day, number>, zone: string, linesMax: number): number[] {
  const cuts: number[] = [];
  let together = 0;
  for (const [day, lines] of [...days].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const { startsAt, endsAt } = dayBounds(day, zone);
    if (together > 0 && together + lines > linesMax) {
      cuts.push(startsAt);
      together = 0;
    }
    const parts = Math.ceil(lines / linesMax);
    for (let part = 1; part < parts; part += 1) cuts.push(startsAt + Math.floor((part * (endsAt - startsAt)) / parts));
    if (parts > 1) cuts.push(endsAt);
    together = parts > 1 ? 0 : together + lines;
  }
  return cuts;
}

/** The lines of a span; where they are many more than expected, those of its halves one after the other. */
async function* halved(places: readonly Place[], span: Span, linesMax: number): AsyncGenerator<Slice> {
  const lines = await linesIn(places, span, 2 * linesMax);
  if (lines !== 'too many') {
    yield { lines: lines.sort(inBillingOrder), until: span.endsAt };
    return;
  }
  const middle = Math.floor((span.startsAt + span.endsAt) / 2);
  yield* halved(places, { startsAt: span.startsAt, endsAt: middle }, linesMax);
  yield* halved(places, { startsAt: middle, endsAt: span.endsAt }, linesMax);
}

/** All of one instant are read, however many. */
async function linesIn(places: readonly Place[], span: Span, most: number): Promise<LedgerLine[] | 'too many'> {
  const isInstant = span.endsAt - span.startsAt <= 1;
  const meets = ({ startsAt, endsAt }: Span) => startsAt < span.endsAt && endsAt > span.startsAt;
  const found: LedgerLine[] = [];
  for (const { sid, day, spans } of places) {
    if (!spans.some(meets)) continue;
    for await (const line of linesEndedIn(sid, day, span)) {
      found.push(line);
      if (found.length > most && !isInstant) return 'too many';
    }
  }
  return found;
}
