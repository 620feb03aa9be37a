import { setTimeout as sleep } from 'node:timers/promises';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import type { LedgerLine } from '../rating/ledger-line.ts';
import { isCancelled, type Write, writesMax } from '../store/commit.ts';
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

/**
 * Puts ledger lines and adds them to their rollups, in transactions of at most 100 actions. A line that exists is
 * dropped and the rest tried again, so that each is added exactly once, whatever was delivered how often in which
 * batches. A line whose day is sealed goes to the open day.
 */
export async function writeLedger(lines: readonly LedgerLine[], now: number): Promise<void> {
  const distinct = [...new Map(lines.map((line) => [`${line.accountSid} ${line.day} ${line.id}`, line])).values()];
  for (let rest = distinct; rest.length > 0; ) {
    const chunk = fitting(rest, now);
    rest = rest.slice(chunk.length);
    await writeChunk(chunk, now);
  }
}

/** As many lines from the front as one transaction holds. */
function fitting(lines: readonly LedgerLine[], now: number): LedgerLine[] {
  const chunk = lines.slice(0, writesMax);
  while (chunk.length + oldDays(chunk, now).length + sumsOf(chunk).length > writesMax) chunk.pop();
  return chunk;
}

/** The lines come first, then the checks, then the rollups: reasons of a cancellation are read by position. */
function writesOf(lines: readonly LedgerLine[], now: number): Write[] {
  const checks = oldDays(lines, now).map(([line]) => checkUnsealed(line.accountSid, line.day));
  return [...lines.map(putLedgerLine), ...checks, ...addToRollups(lines)];
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

async function writeChunk(chunk: readonly LedgerLine[], now: number): Promise<void> {
  const startedAt = performance.now();
  let pending = chunk;
  let pause = firstPauseMilliseconds;
  while (pending.length > 0) {
    const outcome = await attempt(pending, now);
    if (outcome.kind === 'written') return;
    pending = pending.filter((line) => !outcome.existing.has(line) && !outcome.sealed.has(line));
    for (const line of outcome.sealed) await writeLateLine(line, now);
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

async function attempt(lines: readonly LedgerLine[], now: number): Promise<Outcome> {
  try {
    const [first, ...others] = writesOf(lines, now);
    if (first !== undefined) await execute(first, ...others);
    return { kind: 'written' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const nothing = new Set<LedgerLine>();
    if (passing.has(error.name))
      return { kind: 'cancelled', existing: nothing, sealed: nothing, contended: true, error };
    if (!isCancelled(error)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
    const failed = (index: number) => codes[index] === 'ConditionalCheckFailed';
    const existing = new Set(lines.filter((_, index) => failed(index)));
    const days = oldDays(lines, now);
    const sealed = new Set(days.flatMap((own, index) => (failed(lines.length + index) ? own : [])));
    const contended = existing.size === 0 && sealed.size === 0;
    if (contended && !codes.some((code) => code !== 'None')) throw error;
    if (contended && codes.some((code) => code === 'ValidationError' || code === 'ItemCollectionSizeLimitExceeded'))
      throw error;
    return { kind: 'cancelled', existing, sealed, contended, error };
  }
}
