import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { type Payments, paymentsFor, settle } from '../balance/settle.ts';
import { type Counts, countsFor, countUses } from '../limit/count-uses.ts';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { isCancelled, type Write, writesMax } from '../store/commit.ts';
import { factsOf, reportConflict, storedFacts } from './conflicting-line.ts';
import { putLedgerLine } from './ledger-line.ts';
import { addToRollups, sumsOf } from './rollup.ts';
import { checkUnsealed, settlingMilliseconds } from './seal.ts';
import { writeLateLine } from './write-late-line.ts';

const retriedForMilliseconds = 8_000;
const firstPauseMilliseconds = 10;
/** Longer than any consumer lives after it read its clock. */
const marginMilliseconds = 5 * 60_000;
/** Worth another try: nothing was written, or nobody knows. A line that was written after all is then found and dropped. */
const passing = new Set([
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'InternalServerError',
  'TimeoutError',
]);

/** When lines are written, from which purses they are paid, and in which limits they count. */
type Writing = { readonly now: number; readonly payments: Payments; readonly counts: Counts };

/**
 * Puts ledger lines, adds them to their rollups and takes them out of the balances that pay for them, in transactions of
 * at most 100 actions. A line that exists is dropped and the rest tried again, so that each is added exactly once, whatever
 * was delivered how often in which batches; where it comes with other facts, the first stands and the conflict is reported.
 * A line whose day is sealed goes to the open day. Answers who paid.
 */
export async function writeLedger(lines: readonly LedgerLine[], now: number): Promise<Payments> {
  const distinct = firstOfEach(lines);
  const writing = { now, payments: await paymentsFor(distinct, now), counts: await countsFor(distinct, now) };
  for (let rest = distinct; rest.length > 0; ) {
    const chunk = fitting(rest, writing);
    rest = rest.slice(chunk.length);
    await writeChunk(chunk, writing);
  }
  return writing.payments;
}

function firstOfEach(lines: readonly LedgerLine[]): LedgerLine[] {
  const first = new Map<string, LedgerLine>();
  for (const line of lines) {
    const key = `${line.accountSid} ${line.day} ${line.id}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, line);
    else reportConflict(line, factsOf(known));
  }
  return [...first.values()];
}

/** As many lines from the front as one transaction holds: found by halving, since more lines never need fewer writes. */
function fitting(lines: readonly LedgerLine[], { now, payments, counts }: Writing): LedgerLine[] {
  const fits = (count: number): boolean => {
    const chunk = lines.slice(0, count);
    const settling = settle(chunk, payments).length + countUses(chunk, counts).length;
    return count + oldDays(chunk, now).length + sumsOf(chunk).length + settling <= writesMax;
  };
  let [most, tooMany] = [0, Math.min(lines.length, writesMax) + 1];
  while (tooMany - most > 1) {
    const middle = Math.ceil((most + tooMany - 1) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  return lines.slice(0, most);
}

/** The lines come first, then the checks, then the sums: reasons of a cancellation are read by position. */
function writesOf(lines: readonly LedgerLine[], { now, payments, counts }: Writing): Write[] {
  const checks = oldDays(lines, now).map(([line]) => checkUnsealed(line.accountSid, line.day));
  return [
    ...lines.map(putLedgerLine),
    ...checks,
    ...addToRollups(lines),
    ...settle(lines, payments),
    ...countUses(lines, counts),
  ];
}

/** Lines by account and day, where the day may be sealed: a line younger than the settling time cannot have missed it. */
function oldDays(lines: readonly LedgerLine[], now: number): [LedgerLine, ...LedgerLine[]][] {
  const days = new Map<string, [LedgerLine, ...LedgerLine[]]>();
  for (const line of lines) {
    if (now - line.finalizedAt < settlingMilliseconds - marginMilliseconds) continue;
    const key = `${line.accountSid} ${line.day}`;
    const found = days.get(key);
    if (found === undefined) days.set(key, [line]);
    else found.push(line);
  }
  return [...days.values()];
}

async function writeChunk(chunk: readonly LedgerLine[], writing: Writing): Promise<void> {
  const startedAt = performance.now();
  let pending = chunk;
  let pause = firstPauseMilliseconds;
  while (pending.length > 0) {
    const outcome = await attempt(pending, writing);
    if (outcome.kind === 'written') return;
    pending = pending.filter((line) => !outcome.existing.has(line) && !outcome.sealed.has(line));
    // What stands in its own day has been compared already.
    for (const line of outcome.sealed) if (!outcome.existing.has(line)) await writeLateLine(line, writing.now);
    if (!outcome.contended) continue;
    if (performance.now() - startedAt + pause > retriedForMilliseconds) throw outcome.error;
    await sleep(Math.random() * pause);
    pause *= 2;
  }
}

type Outcome =
  | { readonly kind: 'written' }
  | {
      readonly kind: 'cancelled';
      readonly existing: ReadonlySet<LedgerLine>;
      readonly sealed: ReadonlySet<LedgerLine>;
      /** Nothing failed for good: try the same again after a pause. */
      readonly contended: boolean;
      readonly error: unknown;
    };

async function attempt(lines: readonly LedgerLine[], writing: Writing): Promise<Outcome> {
  try {
    const [first, ...others] = writesOf(lines, writing);
    if (first !== undefined) await execute(first, ...others);
    return { kind: 'written' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const nothing = new Set<LedgerLine>();
    if (passing.has(error.name))
      return { kind: 'cancelled', existing: nothing, sealed: nothing, contended: true, error };
    if (!isCancelled(error)) throw error;
    const reasons = error.CancellationReasons ?? [];
    const codes = reasons.map(({ Code }) => Code ?? 'None');
    const failed = (index: number) => codes[index] === 'ConditionalCheckFailed';
    for (const [index, line] of lines.entries()) {
      const standing = reasons[index]?.Item;
      if (failed(index) && standing !== undefined) reportConflict(line, storedFacts(standing));
    }
    const existing = new Set(lines.filter((_, index) => failed(index)));
    const days = oldDays(lines, writing.now);
    const sealed = new Set(days.flatMap((own, index) => (failed(lines.length + index) ? own : [])));
    const contended = existing.size === 0 && sealed.size === 0;
    if (contended && !codes.some((code) => code !== 'None')) throw error;
    if (contended && codes.some((code) => code === 'ValidationError' || code === 'ItemCollectionSizeLimitExceeded'))
      throw error;
    return { kind: 'cancelled', existing, sealed, contended, error };
  }
}
