import { sealableAt } from '../../lib/metering/billing-due.ts';
import type { Day } from '../../lib/period/day.ts';
import { daysOf, type Period, periodOfDay } from '../../lib/period/period.ts';

/** A day that is over and settled, to be sealed next. */
export type Step = {
  readonly day: Day;
  readonly period: Period;
  /** It is the period's last: a statement follows. */
  readonly endsPeriod: boolean;
};

/** What billing does next with an account whose next day to seal is `day`; undefined while that is not over. Pure. */
export function nextStep(day: Day, zone: string, now: number): Step | undefined {
  if (sealableAt(day, zone) > now) return undefined;
  const period = periodOfDay(day);
  return { day, period, endsPeriod: daysOf(period).at(-1) === day };
}
