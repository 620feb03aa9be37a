import { log } from '../../lib/http/log.ts';
import { sideBySide } from '../../lib/metering/in-key-order.ts';
import { ledgerLinesAfter } from '../../lib/metering/ledger-line.ts';
import { rateUsage } from '../../lib/metering/rate-usage.ts';
import { addToDay, checkRollup, type DaySums } from '../../lib/metering/rollup.ts';
import { isSealed, putSeal } from '../../lib/metering/seal.ts';
import { type UsageEvent, usageEventsAfter } from '../../lib/metering/usage-event.ts';
import type { Day } from '../../lib/period/day.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { addToSeal, beginSeal, endSeal, type Sealing } from '../../lib/statement/seal-day.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { meterHeldDay } from './meter-held-day.ts';

const attemptsMax = 5;
const readingsMax = 3;
/** So many missed events are rated at once. */
const ratedAtOnce = 1_000;
const orphansNamed = 20;

/**
 * Seals an account's local day (billing.md, rule 7): what it held is metered, what the stream missed is rated, the rollup must agree with the
 * ledger to the last unit, and then the day takes no further line. `alongside` is written in the seal's transaction.
 * A day that is sealed stays as it is. Throws when ledger and rollups disagree: an alarm, never a statement.
 */
export async function sealAccountDay(
  account: Account,
  day: Day,
  now: number,
  alongside: readonly Write[],
): Promise<'sealed' | 'was sealed'> {
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    if (await isSealed(account.sid, day)) return 'was sealed';
    await meterHeldDay(account, day, now);
    const { sealing, sums } = await completeDay(account.sid, day, now);
    const seal = endSeal(sealing, process.versions['tz'] ?? 'unknown');
    const check = checkRollup(account.sid, day, sums);
    if ((await commit([putSeal(account.sid, seal), check, ...alongside])) === 'committed') return 'sealed';
    // Lost: another run sealed it, or a line came in between. Look again.
  }
  throw new Error(`${account.sid} ${day}: rollups and ledger do not agree.`);
}

/** The day's ledger lines, summed up, after every usage event of the day has one. */
async function completeDay(accountSid: string, day: Day, now: number): Promise<ReadDay> {
  for (let reading = 1; reading <= readingsMax; reading += 1) {
    const read = await readDay(accountSid, day, now);
    if (read.missed === 0) return read;
    const { missed } = read;
    log.warn('The stream missed usage events, which are rated now', { account: accountSid, day, count: missed });
  }
  throw new Error(`${accountSid} ${day}: usage events have no ledger lines though they are rated.`);
}

type ReadDay = {
  readonly sealing: Sealing;
  readonly sums: DaySums;
  /** How many usage events had no line; they have been rated. */
  readonly missed: number;
};

/**
 * Reads a day's usage events and ledger lines side by side, both in the order of ids, some at a time: a day may have more of them than
 * there is memory for. Events without a line are rated.
 */
async function readDay(accountSid: string, day: Day, now: number): Promise<ReadDay> {
  const sealing = beginSeal(day);
  const sums: DaySums = { lines: 0n, quantity: 0n, amount: 0n };
  const missing: UsageEvent[] = [];
  const orphans: string[] = [];
  let missed = 0;
  const rateMissing = async (atLeast: number) => {
    if (missing.length >= atLeast) await rateUsage(missing.splice(0), now);
  };
  for await (const { left: event, right: line } of sideBySide(
    usageEventsAfter(accountSid, day),
    ledgerLinesAfter(accountSid, day),
  )) {
    if (line === undefined && event !== undefined) {
      missed += 1;
      missing.push(event);
      await rateMissing(ratedAtOnce);
    }
    if (line === undefined) continue;
    addToSeal(sealing, line);
    addToDay(sums, line);
    if (event === undefined && isOfTheDay(line) && orphans.length < orphansNamed) orphans.push(line.id);
  }
  await rateMissing(1);
  if (orphans.length > 0) log.error('Ledger lines without usage events', { orphans });
  return { sealing, sums, missed };
}

/** A line without its usage event may only be one that was late for another day, or that corrects another. */
const isOfTheDay = ({ lateFor, corrects }: LedgerLine): boolean => lateFor === undefined && corrects === undefined;
