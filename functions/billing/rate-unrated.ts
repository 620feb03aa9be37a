import * as z from 'zod/mini';
import { amount, named, sidOf } from '../../lib/http/schema.ts';
import { unratedOfDay } from '../../lib/metering/ledger-line.ts';
import { type RatedAgain, rateAgain, type UnratedUse } from '../../lib/metering/rate-again.ts';
import { usageEventsOfDay } from '../../lib/metering/usage-event.ts';
import { formatNano } from '../../lib/money/nano.ts';
import { type Day, dashedDay } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';

export const UnratedReratingAnswer = named(
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

/** Which lines are to be rated again, and by the prices of which instant; absent: of each use's beginning. */
type Asked = {
  readonly account: Account;
  readonly days: readonly Day[];
  readonly pricesAsOf: number | undefined;
  readonly openDay: Day;
  readonly now: number;
};

/**
 * Rates an account's UNRATED lines of some days again (billing.md, rule 6). What now finds a price gets one more line in the
 * open day, however often this is called.
 */
export async function rateUnrated({
  account,
  days,
  pricesAsOf,
  openDay,
  now,
}: Asked): Promise<z.input<typeof UnratedReratingAnswer>> {
  const uses = await unratedUses(account, [...new Set(days)]);
  return reratingRepresentation(account, openDay, await rateAgain(uses, { openDay, pricesAsOf, now }));
}

/** The UNRATED lines that stand in days, each with its usage event. */
async function unratedUses({ sid }: Account, days: readonly Day[]): Promise<UnratedUse[]> {
  const unrated = (await Promise.all(days.map((day) => unratedOfDay(sid, day)))).flat();
  const usedOn = [...new Set(unrated.map(({ day, lateFor }) => lateFor ?? day))];
  const events = (await Promise.all(usedOn.map((day) => usageEventsOfDay(sid, day)))).flat();
  const byId = new Map(events.map((event) => [event.id, event]));
  return unrated.map((line) => {
    const event = byId.get(line.id);
    if (event === undefined) throw new Error(`${sid} ${line.day}: ${line.id} has no usage event.`);
    return { line, event };
  });
}

function reratingRepresentation({ sid }: Account, day: Day, done: RatedAgain): z.input<typeof UnratedReratingAnswer> {
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
