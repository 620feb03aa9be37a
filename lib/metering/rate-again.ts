import { type Payments, paymentsFor, settle } from '../balance/settle.ts';
import { watchBalances } from '../balance/watch-balances.ts';
import { log } from '../http/log.ts';
import { type Counts, countsFor, countUses } from '../limit/count-uses.ts';
import { type Nano, sum } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { commit, writesMax } from '../store/commit.ts';
import { putLedgerLine } from './ledger-line.ts';
import { putRerated, reratedId, type UseKey, wereRerated } from './moved-line.ts';
import { raterAsOf } from './rater-as-of.ts';
import { addToRollups } from './rollup.ts';
import { tellTriggers } from './tell-triggers.ts';
import type { UsageEvent } from './usage-event.ts';

/** What rating again did. */
export type RatedAgain = {
  /** How many lines got a price now, and what these make. */
  readonly rated: number;
  readonly amount: Nano;
  /** How many find a price, but were too many for one call. */
  readonly left: number;
  /** Those that still find none. */
  readonly unrated: readonly LedgerLine[];
};

/** An UNRATED line with its usage event, which alone has all that a price needs. */
export type UnratedUse = { readonly line: LedgerLine; readonly event: UsageEvent };

/** A line, its mark, two rollups, a balance, two limits. */
const linesTogether = Math.floor(writesMax / 7);
/** Written well within a request's time. */
const writtenMax = 5_000;

/**
 * Rates uses without a price again, by the plan and deck in force at `pricesAsOf`, else when each began (billing.md, rule 6).
 * What now finds a price gets one more line, `<id>#r1`, in the day `openDay`, exactly once however often this is done; the
 * UNRATED line stays. Throws when the table does not take them; what was written before stays, and is skipped next time.
 */
export async function rateAgain(
  uses: readonly UnratedUse[],
  {
    openDay,
    pricesAsOf,
    now,
  }: { readonly openDay: Day; readonly pricesAsOf: number | undefined; readonly now: number },
): Promise<RatedAgain> {
  const before = await wereRerated(uses.map(({ line }) => useOf(line)));
  const left = uses.filter((_, index) => before[index] === false);
  const rate = raterAsOf(pricesAsOf, now);
  const again: LedgerLine[] = [];
  for (const { line, event } of left)
    again.push({ ...(await rate(event)), id: reratedId(line.id), day: openDay, corrects: line.id });
  const priced = again.filter(({ unrated }) => unrated === undefined);
  const those = priced.slice(0, writtenMax);
  const [payments, counts] = [await paymentsFor(those, now), await countsFor(those, now)];
  const written: LedgerLine[] = [];
  for (let next = 0; next < those.length; next += linesTogether)
    written.push(...(await writeTogether(those.slice(next, next + linesTogether), left, { payments, counts })));
  await watchBalances(payments, now);
  await tellTriggers([...new Set(written.map(({ accountSid }) => accountSid))], now);
  log.info('Uses without a price were rated again', { rated: written.length, unrated: again.length - priced.length });
  return {
    rated: written.length,
    amount: sum(written.map(({ amount }) => amount)),
    left: priced.length - those.length,
    unrated: again.filter(({ unrated }) => unrated !== undefined),
  };
}

/** Lost together, they are tried one by one: another call was first with some of them. Answers those that were written. */
async function writeTogether(
  lines: readonly LedgerLine[],
  uses: readonly UnratedUse[],
  { payments, counts }: { readonly payments: Payments; readonly counts: Counts },
): Promise<LedgerLine[]> {
  const lineOf = new Map(uses.map(({ line }) => [line.id, line]));
  const writes = lines.flatMap((line) => {
    const unrated = lineOf.get(line.corrects ?? '');
    return unrated === undefined ? [] : [putRerated(useOf(unrated), line.day), putLedgerLine(line)];
  });
  const settling = [...settle(lines, payments), ...countUses(lines, counts)];
  if ((await commit([...writes, ...addToRollups(lines), ...settling])) === 'committed') return [...lines];
  if (lines.length === 1) return [];
  const written: LedgerLine[] = [];
  for (const line of lines) written.push(...(await writeTogether([line], uses, { payments, counts })));
  return written;
}

/** The use of a line: a late one ended on the day that it missed. */
const useOf = ({ accountSid, day, id, lateFor }: LedgerLine): UseKey => ({ accountSid, day: lateFor ?? day, id });
