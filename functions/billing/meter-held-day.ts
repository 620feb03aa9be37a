import { closeHeldDay, loadHeldDay, openHeldDay, sequenceOfDay } from '../../lib/metering/held.ts';
import { unitDays, unitSeconds } from '../../lib/metering/held-arithmetic.ts';
import { rateUsage } from '../../lib/metering/rate-usage.ts';
import { putUsageEvent, type UsageEvent, usageEvent } from '../../lib/metering/usage-event.ts';
import { type Day, dayBounds, nextDay } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { heldMeters, type OwnedMeter } from '../registry.ts';

/**
 * Makes the usage events of an account's local day of what it holds (billing.md, rule 13), and rates them; before the day
 * is sealed. One transaction a meter closes the day to further changes, hands what is held on to the next day, and puts
 * the event: stopped anywhere and run again, there is one. Days are metered in order.
 */
export async function meterHeldDay(account: Account, day: Day, now: number): Promise<void> {
  const events: UsageEvent[] = [];
  for (const meter of heldMeters) {
    const event = await untilCommitted(account.sid, () => meterDay(account, meter, day));
    if (event !== 'none') events.push(event);
  }
  await rateUsage(events, now);
}

async function meterDay(account: Account, meter: OwnedMeter, day: Day): Promise<UsageEvent | 'none' | 'lost'> {
  const held = await loadHeldDay(account.sid, meter.name, day);
  if (held.closed) return 'none';
  const span = dayBounds(day, account.zone);
  const { quantity, level, remainder } = meter.unit === 'number-day' ? unitDays(held) : unitSeconds(held, span);
  const event = quantity === 0n ? 'none' : eventOf(account, meter, day, quantity, span.endsAt - 1);
  const result = await commit([
    closeHeldDay(account.sid, meter.name, day, held),
    ...openHeldDay(account.sid, meter.name, nextDay(day), { level, remainder }),
    ...(event === 'none' ? [] : [putUsageEvent(event)]),
  ]);
  return result === 'lost' ? 'lost' : event;
}

/** The day's event: a fact of its last millisecond `at`, so it is the day's own, and the plan then in force prices it. */
const eventOf = (account: Account, meter: OwnedMeter, day: Day, quantity: bigint, at: number): UsageEvent =>
  usageEvent(account, {
    microService: meter.microService,
    meter: meter.name,
    resourceSid: account.sid,
    sequence: sequenceOfDay(day),
    quantity,
    startedAt: at,
    finalizedAt: at,
    configurationVersion: 0,
  });
