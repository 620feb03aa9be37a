import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { daysOf } from '../../lib/period/period.ts';
import { reratePeriod } from './credit-note/rerate-period.ts';
import { PeriodReratingAnswer, periodReratingRepresentation } from './credit-note/rerating-representation.ts';
import { openDayOf } from './open-day.ts';
import { period } from './parameter.ts';
import { rateUnrated, UnratedReratingAnswer } from './rate-unrated.ts';

const daysMax = 31;

export const Rerate = z.strictObject({
  AccountSid: z.string(),
  /** `unrated`: what had no price. `all`: every line of a closed period that had one. */
  Lines: z._default(z.enum(['unrated', 'all']), 'unrated'),
  Period: z.optional(period()),
  /** Billing days, where it is not to be a whole period. */
  Days: z.optional(z.array(z.iso.date()).check(z.minLength(1), z.maxLength(daysMax))),
  /** The profile, plan and deck in force at this instant give the prices; absent: when each use began, for all lines now. */
  PricesAsOf: z.optional(z.iso.datetime()),
  /** With all lines: what began before keeps its price. */
  Since: z.optional(z.iso.datetime()),
  /** With all lines: why, for the credit note or the debit line. */
  Reason: z.optional(z.string().check(z.regex(/^[^\p{C}]{1,200}$/u, 'must be 1 to 200 printable characters'))),
});

export const ReratingAnswer = z.union([UnratedReratingAnswer, PeriodReratingAnswer]);

/** Rates usage again. The operator's alone to do. */
export async function rerate(request: TenantRequest<z.infer<typeof Rerate>>): Promise<Answer | Refusal> {
  const { account, parameters, caller, newSid, now } = request;
  const open = openDayOf(account, now);
  if (isRefusal(open)) return open;
  const { Lines, Period, Days, PricesAsOf, Since, Reason } = parameters;
  const pricesAsOf = PricesAsOf === undefined ? undefined : Date.parse(PricesAsOf);
  if (Lines === 'unrated') {
    if (Since !== undefined || Reason !== undefined) return refuse(20001, 'Since and Reason are for "Lines": "all"');
    if ((Period === undefined) === (Days === undefined)) return refuse(20001, 'give either Period or Days');
    const days = Period === undefined ? (Days ?? []).map((day) => day.replaceAll('-', '')) : daysOf(Period);
    return json(await rateUnrated({ account, days, pricesAsOf, openDay: open.day, now }));
  }
  if (Period === undefined || Days !== undefined) return refuse(20001, 'with "Lines": "all" give Period, and no Days');
  const done = await reratePeriod({
    account,
    period: Period,
    repricing: { pricesAsOf: pricesAsOf ?? now, since: Since === undefined ? undefined : Date.parse(Since) },
    reason: Reason ?? 'Rated again at other prices',
    sid: newSid('CR'),
    openDay: open.day,
    callerSid: caller.sid,
    now,
  });
  return isRefusal(done) ? done : json(periodReratingRepresentation(account.sid, done));
}
