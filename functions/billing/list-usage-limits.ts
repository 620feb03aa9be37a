import * as z from 'zod/mini';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { amount, instant, named, sidOf } from '../../lib/http/schema.ts';
import { type LimitNow, limitsNow } from '../../lib/limit/limits-now.ts';
import { nano } from '../../lib/money/nano.ts';
import { periodAt, period as spanOfPeriod } from '../../lib/period/period.ts';
import type { Account } from '../../lib/store/account.ts';
import { meters } from '../registry.ts';
import { moneyOf } from './balance-representation.ts';

export const ListUsageLimits = z.object({});

const UsageLimit = named(
  'UsageLimit',
  z.object({
    Plan: z.string(),
    Version: z.int(),
    Tier: z.string(),
    Meter: z
      .nullable(z.string())
      .check(z.meta({ description: 'Null: all meters by which the tier prices, together, in money' })),
    Description: z.string(),
    Unit: z.string().check(z.meta({ description: 'What the figures count: the meter’s billed units, or a currency' })),
    Per: z.int().check(
      z.meta({
        description: 'How many of the units the plan counts as one: 60 where a limit in minutes is told in seconds',
      }),
    ),
    Allowed: amount(),
    Taken: amount().check(
      z.meta({
        description: 'By all that was used in the period, and by what is going on. May be more than is allowed',
      }),
    ),
    Held: amount().check(z.meta({ description: 'Of what is taken, what is kept back for uses that are going on' })),
    Left: amount(),
    AtLimit: z.enum(['refuse', 'overage']),
  }),
);

export const UsageLimitList = z.object({
  AccountSid: sidOf('AC'),
  Period: z.string(),
  PeriodEnd: instant().check(z.meta({ description: 'When the next period begins, in which nothing is taken yet' })),
  UsageLimits: z.array(UsageLimit),
});

/** How much of its tiers' limits an account has taken in the open period. */
export async function listUsageLimits({ account, now }: TenantRequest<unknown>): Promise<Answer> {
  const limits = await limitsNow(account, meters, now);
  const period = periodAt(now, account.zone);
  return json({
    AccountSid: account.sid,
    Period: period,
    PeriodEnd: new Date(spanOfPeriod(period, account.zone).endsAt).toISOString(),
    UsageLimits: limits.map((limit) => limitRepresentation(account, limit)),
  });
}

function limitRepresentation(account: Account, { plan, limit, allowed, taken, held }: LimitNow) {
  const meter = meters.find(({ name }) => name === limit.meter);
  const isMoney = limit.units === undefined || meter === undefined;
  const figure = (counted: bigint) => (isMoney ? moneyOf(account, nano(counted)) : String(counted));
  return {
    Plan: plan.name,
    Version: plan.version,
    Tier: plan.tier?.name ?? '',
    Meter: limit.meter ?? null,
    Description: meter?.description ?? limit.meter ?? 'All usage',
    Unit: isMoney ? account.currency : meter.unit,
    Per: isMoney ? 1 : (plan.lineOf(meter.name)?.line.per ?? 1),
    Allowed: figure(allowed),
    Taken: figure(taken),
    Held: figure(held),
    Left: figure(taken < allowed ? allowed - taken : 0n),
    AtLimit: limit.atLimit,
  } satisfies z.input<typeof UsageLimit>;
}
