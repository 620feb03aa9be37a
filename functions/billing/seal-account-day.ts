import { log } from '../../lib/http/log.ts';
import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { rateUsage } from '../../lib/metering/rate-usage.ts';
import { checkRollup } from '../../lib/metering/rollup.ts';
import { isSealed, putSeal } from '../../lib/metering/seal.ts';
import { type UsageEvent, usageEventsOfDay } from '../../lib/metering/usage-event.ts';
import type { Day } from '../../lib/period/day.ts';
import type { LedgerLine } from '../../lib/rating/ledger-line.ts';
import { sealDay } from '../../lib/statement/seal-day.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { meterHeldDay } from './meter-held-day.ts';

const attemptsMax = 5;

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
    const lines = await completeLines(account.sid, day, now);
    const seal = sealDay(day, lines, process.versions['tz'] ?? 'unknown');
    const check = checkRollup(account.sid, day, lines);
    if ((await commit([putSeal(account.sid, seal), check, ...alongside])) === 'committed') return 'sealed';
    // Lost: another run sealed it, or a line came in between. Look again.
  }
  throw new Error(`${account.sid} ${day}: rollups and ledger do not agree.`);
}

/** The day's ledger lines, after every usage event of the day has one. */
async function completeLines(accountSid: string, day: Day, now: number): Promise<LedgerLine[]> {
  const [events, lines] = await Promise.all([usageEventsOfDay(accountSid, day), linesOfDay(accountSid, day)]);
  const rated = new Set(lines.map(({ id }) => id));
  const missing = events.filter(({ id }) => !rated.has(id));
  reportOrphans(lines, events);
  if (missing.length === 0) return lines;
  log.warn('The stream missed usage events, which are rated now', { account: accountSid, day, count: missing.length });
  await rateUsage(missing, now);
  return linesOfDay(accountSid, day);
}

/** A line without its usage event may only be one that was late for another day, or that corrects another. */
function reportOrphans(lines: readonly LedgerLine[], events: readonly UsageEvent[]): void {
  const known = new Set(events.map(({ id }) => id));
  const isOfTheDay = ({ lateFor, corrects }: LedgerLine) => lateFor === undefined && corrects === undefined;
  const orphans = lines.filter((line) => isOfTheDay(line) && !known.has(line.id)).map(({ id }) => id);
  if (orphans.length > 0) log.error('Ledger lines without usage events', { orphans: orphans.slice(0, 20) });
}
