import * as z from 'zod';
import { type Invoke, type Report, told } from './invoke.ts';
import type { Service } from './service.ts';

const ScheduleEvent = z.union([
  z.string(),
  z.object({ rate: z.union([z.string(), z.array(z.string())]), enabled: z.optional(z.boolean()) }),
]);
const unitMilliseconds = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** A function that runs by the clock. */
export type Schedule = { readonly functionKey: string; readonly everyMilliseconds: number };

/** The schedules that the functions.yml files declare. Throws on a `cron(…)`, which is not understood on one machine. */
export function schedules({ functions }: Service): Schedule[] {
  return Object.entries(functions).flatMap(([functionKey, { events }]) =>
    (events ?? []).flatMap((event) => {
      if (!('schedule' in event)) return [];
      const schedule = ScheduleEvent.parse(event['schedule']);
      const rates = typeof schedule === 'string' ? [schedule] : [schedule.rate].flat();
      return rates.map((rate) => ({ functionKey, everyMilliseconds: periodOf(rate) }));
    }),
  );
}

/** Milliseconds of `rate(5 minutes)`. */
export function periodOf(rate: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  if (count === undefined || unit === undefined) throw new Error(`On one machine a schedule is a rate(…), not ${rate}`);
  return Number(count) * unitMilliseconds[unit as keyof typeof unitMilliseconds];
}

/** The clock that schedules follow. */
type Clock = { now(): number; at(epochMs: number, action: () => void): () => void };

/** A clock that is turned far would run each minute's function ten thousand times a week: after so many it runs each hour. */
const everyRunUpTo = 120;
const hour = 3_600_000;
/** Longer than a turning clock takes from one run to the next. */
const turnedWithinMilliseconds = 5_000;

/**
 * Runs functions by the carrier's clock, at whole multiples of their period: turning that clock by an hour runs them
 * sixty times, each at its own minute; turned further in one go, they run each hour. A run that is still going is not
 * started again, as reserved concurrency 1 has it.
 */
export function runSchedules(list: readonly Schedule[], clock: Clock, invoke: Invoke, report: Report) {
  const running = new Map<string, Promise<void>>();
  const cancels = new Map<string, () => void>();
  const plan = ({ functionKey, everyMilliseconds }: Schedule, runsInOneGo = 0) => {
    const turnedFar = runsInOneGo > everyRunUpTo && everyMilliseconds < hour;
    const period = turnedFar ? hour : everyMilliseconds;
    const next = (Math.floor(clock.now() / period) + 1) * period;
    const plannedAt = performance.now();
    const cancel = clock.at(next, () => {
      clearTimeout(watch);
      const turned = performance.now() - plannedAt < Math.min(turnedWithinMilliseconds, everyMilliseconds / 2);
      plan({ functionKey, everyMilliseconds }, turned ? runsInOneGo + 1 : 0);
      if (!running.has(functionKey)) running.set(functionKey, run(functionKey));
    });
    // The clock stopped turning: each minute counts again.
    const again = () => {
      cancel();
      plan({ functionKey, everyMilliseconds });
    };
    const watch = turnedFar ? setTimeout(again, turnedWithinMilliseconds) : undefined;
    cancels.set(functionKey, () => {
      clearTimeout(watch);
      cancel();
    });
  };
  const run = async (functionKey: string) => {
    try {
      await invoke(functionKey, {});
    } catch (error) {
      report(told(error)); // the next run comes anyway
    } finally {
      running.delete(functionKey);
    }
  };
  for (const schedule of list) plan(schedule);
  return {
    /** Resolves when no run is going. */
    idle: async () => {
      await Promise.all(running.values());
    },
    async close() {
      for (const cancel of cancels.values()) cancel();
      await Promise.all(running.values());
    },
  };
}
