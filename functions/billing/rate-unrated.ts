import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { amount, named, sidOf } from '../../lib/http/schema.ts';
import { linesOfDay } from '../../lib/metering/ledger-line.ts';
import { type RatedAgain, rateAgain, type UnratedUse } from '../../lib/metering/rate-again.ts';
import { usageEventsOfDay } from '../../lib/metering/usage-event.ts';
import { formatNano } from '../../lib/money/nano.ts';
import { type Day, dashedDay } from '../../lib/period/day.ts';
import { daysOf } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { openDayOf } from './open-day.ts';
import { period } from './parameter.ts';

const daysMax = 31;

export const RateUnrated = z.strictObject({
  AccountSid: z.string(),
  Period: z.optional(period()),
  /** Billing days, where it is not to be a whole period. */
  Days: z.optional(z.array(z.iso.date()).check(z.minLength(1), z.maxLength(daysMax))),
  /** The plan and deck in force at this instant give the prices; absent: when each use began. */
  PricesAsOf: z.optional(z.iso.datetime()),
});

export const ReratingAnswer = named(
  'Rerating',
  z.object({
    AccountSid: sidOf('AC'),
    /** The open day, in which what was rated now stands. */
    Day: z.iso.date(),
    Rated: z.int(),
    Amount: amount(),
    /** Find a price, but were too many for one request: ask again. */
    Left: z.int(),
    /** Still without a price. */
    Unrated: z.array(z.object({ Reason: z.string(), Meter: z.string(), Lines: z.int(), FirstLine: z.string() })),
  }),
);

/**
 * Rates an account's UNRATED lines of a period, or of days, again (billing.md, rule 6). What now finds a price gets one more
 * line in the open day, however often this is called. The operator's alone to do.
 */
export async function rateUnrated({
  account,
  parameters: { Period, Days, PricesAsOf },
  now,
}: TenantRequest<z.infer<typeof RateUnrated>>): Promise<Answer | Refusal> {
  const open = openDayOf(account, now);
  if (isRefusal(open)) return open;
  if ((Period === undefined) === (Days === undefined)) return refuse(20001, 'give either Period or Days');
  const days = Period === undefined ? (Days ?? []).map((day) => day.replaceAll('-', '')) : daysOf(Period);
  const uses = await unratedUses(account, [...new Set(days)]);
  const pricesAsOf = PricesAsOf === undefined ? undefined : Date.parse(PricesAsOf);
  const rated = await rateAgain(uses, { openDay: open.day, pricesAsOf, now });
  return json(reratingRepresentation(account, open.day, rated));
}

/** The UNRATED lines that stand in days, each with its usage event. */
async function unratedUses({ sid }: Account, days: readonly Day[]): Promise<UnratedUse[]> {
  const lines = (await Promise.all(days.map((day) => linesOfDay(sid, day)))).flat();
  const unrated = lines.filter((line) => line.unrated !== undefined);
  const usedOn = [...new Set(unrated.map(({ day, lateFor }) => lateFor ?? day))];
  const events = (await Promise.all(usedOn.map((day) => usageEventsOfDay(sid, day)))).flat();
  const byId = new Map(events.map((event) => [event.id, event]));
  return unrated.map((line) => {
    const event = byId.get(line.id);
    if (event === undefined) throw new Error(`${sid} ${line.day}: ${line.id} has no usage event.`);
    return { line, event };
  });
}

function reratingRepresentation({ sid }: Account, day: Day, done: RatedAgain): z.input<typeof ReratingAnswer> {
  const groups = Map.groupBy(done.unrated, ({ unrated, meter }) => `${unrated} ${meter}`);
  return {
    AccountSid: sid,
    Day: dashedDay(day),
    Rated: done.rated,
    Amount: formatNano(done.amount),
    Left: done.left,
    Unrated: [...groups.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [
            {
              Reason: first.unrated ?? '',
              Meter: first.meter,
              Lines: 1 + others.length,
              FirstLine: first.corrects ?? first.id,
            },
          ],
    ),
  };
}
