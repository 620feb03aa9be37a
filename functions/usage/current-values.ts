import type { Nano } from '../../lib/money/nano.ts';
import { gmtDay } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';
import type { DaySpan } from './calendar.ts';
import { categoryNamed } from './category.ts';
import { familyRollups } from './family-rollups.ts';
import { figuresOf } from './figures.ts';
import type { Trigger } from './trigger.ts';
import { periodOf } from './trigger-period.ts';
import { watched } from './trigger-value.ts';

/** What of a trigger tells its value. */
export type Watching = Pick<Trigger, 'usageCategory' | 'triggerBy' | 'recurring'>;

/** What triggers watch, in the periods given: one reading of the rollups for all of them. Exact, in units of 1e-9. */
export async function valuesIn(
  account: Account,
  watching: readonly { readonly trigger: Watching; readonly span: DaySpan }[],
): Promise<Nano[]> {
  const days = watching.flatMap(({ span }) => [span.from, span.to]).sort();
  const [from, to] = [days[0], days.at(-1)];
  const rollups = from === undefined || to === undefined ? [] : await familyRollups(account, { from, to });
  return watching.map(({ trigger, span }) => {
    const category = categoryNamed(trigger.usageCategory);
    // Its micro-service has left the platform: nothing is used of it any more.
    if (category === undefined) return 0n as Nano;
    return watched(figuresOf(category, span, rollups), trigger.triggerBy);
  });
}

/** What triggers watch, as it is in their periods now. */
export const currentValues = (account: Account, triggers: readonly Watching[], now: number): Promise<Nano[]> =>
  valuesIn(
    account,
    triggers.map((trigger) => ({ trigger, span: periodOf(trigger.recurring, now, gmtDay(account.createdAt)).span })),
  );
