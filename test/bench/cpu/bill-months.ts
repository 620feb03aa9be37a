import type { UsageEvent } from '../../../lib/metering/usage-event.ts';
import type { Platform } from '../../integration/platform.ts';
import { streamEvent } from '../../integration/usage/stream.ts';
import { putInBulk } from '../bulk.ts';
import { answeredCall, lines } from '../units/operations.ts';
import type { Run } from './functions.ts';

const monthsEndAt = [Date.UTC(2026, 11, 1), Date.UTC(2027, 0, 1), Date.UTC(2027, 1, 1)];
const firstDayAt = Date.UTC(2026, 10, 24);
const dayMilliseconds = 86_400_000;
/** After midnight: when a day that is over is sealed. */
const sealedAfter = 20 * 60_000;
const alone = 10;
const batch = 100;

/** An account's months, each with calls on its first day: rated, every day sealed, the month closed with a statement. */
export async function billMonths(platform: Platform, run: Run): Promise<void> {
  const { sid } = await platform.enrol();
  let dayAt = firstDayAt;
  for (const monthEndsAt of monthsEndAt) {
    await rate(sid, dayAt, run);
    for (const usedAt = dayAt; dayAt < monthEndsAt; dayAt += dayMilliseconds) {
      const name = nameOf({ isUsed: dayAt === usedAt, isLast: dayAt + dayMilliseconds === monthEndsAt });
      const billed = await run(name, 'bill', { sid, at: dayAt + dayMilliseconds + sealedAfter });
      if (billed.sealed !== 1) throw new Error(`Days sealed: ${billed.sealed}`);
    }
  }
}

function nameOf({ isUsed, isLast }: { readonly isUsed: boolean; readonly isLast: boolean }): string {
  if (isUsed) return `sealing a day of ${lines} lines`;
  return isLast ? 'sealing the last day, closing the period' : 'sealing an empty day';
}

/** Events of one day: some rated alone, a batch of them, then what is left. */
async function rate(sid: string, dayAt: number, run: Run): Promise<void> {
  const { putUsageEvent } = await import('../../../lib/metering/usage-event.ts');
  const events = Array.from({ length: lines }, (_, index) => answeredCall(sid, index, dayAt + dayMilliseconds / 2));
  await putInBulk(events.map(putUsageEvent));
  const rated = async (name: string | undefined, part: readonly UsageEvent[]) => {
    const { batchItemFailures } = await run(name, 'rate', streamEvent(part));
    if (batchItemFailures.length > 0) throw new Error('Events were not rated.');
  };
  const parts = [...events.slice(0, alone).map((event) => [event]), events.slice(alone, alone + batch)];
  for (const part of parts) {
    const name = part.length === 1 ? 'rating an event alone' : `rating a batch of ${batch} events`;
    await rated(name, part);
  }
  await rated(undefined, events.slice(alone + batch));
}
