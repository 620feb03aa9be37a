import * as z from 'zod/mini';
import { type Answer, json } from '../../../lib/http/answer.ts';
import type { TenantRequest } from '../../../lib/http/api.ts';
import { amount, instant, named, sidOf } from '../../../lib/http/schema.ts';
import { formatNano } from '../../../lib/money/nano.ts';
import { dashedDay } from '../../../lib/period/day.ts';
import { type Period, periodAt, period as spanOfPeriod } from '../../../lib/period/period.ts';
import type { Account } from '../../../lib/store/account.ts';
import { period } from '../parameter.ts';
import { type Rerating, reratingsOf } from './rerating-item.ts';

export const ListReratings = z.object({
  /** The account's latest closed period when absent. */
  Period: z.optional(period()),
});

const ReratingEntry = named(
  'ReratingEntry',
  z.object({
    Sid: sidOf('CR').check(z.meta({ description: 'Of the credit note, or the debit line, that it has come to' })),
    AccountSid: sidOf('AC'),
    Period: z.string(),
    Outcome: z.enum(['credit-note', 'debit-line']),
    Difference: amount().check(
      z.meta({ description: 'What the period costs more, or, negative, less than was known before' }),
    ),
    Lines: z.int(),
    PricesAsOf: instant(),
    Since: z.nullable(instant()),
    StandsIn: z.iso.date().check(z.meta({ description: 'The billing day that has its ledger line' })),
    DateCreated: instant(),
  }),
);

export const ReratingList = z.object({ Reratings: z.array(ReratingEntry) });

/** The re-ratings of a closed period that changed something, in their order. */
export async function listReratings({
  account,
  parameters,
  now,
}: TenantRequest<z.infer<typeof ListReratings>>): Promise<Answer> {
  const Period = parameters.Period ?? lastClosed(account, now);
  const found = await reratingsOf(account.sid, Period);
  return json({ Reratings: found.map((rerating) => reratingRepresentation(rerating, Period)) });
}

/** The period that ended when the open one began. */
const lastClosed = ({ zone }: Account, now: number): Period =>
  periodAt(spanOfPeriod(periodAt(now, zone), zone).startsAt - 1, zone);

const reratingRepresentation = (rerating: Rerating, of: Period): z.input<typeof ReratingEntry> => ({
  Sid: rerating.sid,
  AccountSid: rerating.accountSid,
  Period: of,
  Outcome: rerating.difference < 0n ? 'credit-note' : 'debit-line',
  Difference: formatNano(rerating.difference),
  Lines: rerating.lines,
  PricesAsOf: new Date(rerating.pricesAsOf).toISOString(),
  Since: rerating.since === undefined ? null : new Date(rerating.since).toISOString(),
  StandsIn: dashedDay(rerating.standsIn),
  DateCreated: new Date(rerating.createdAt).toISOString(),
});
