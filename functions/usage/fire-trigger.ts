import { rfc2822 } from '../../lib/http/date.ts';
import { loadTriggerWatch, putTriggerWatch } from '../../lib/metering/trigger-watch.ts';
import { formatNano, type Nano } from '../../lib/money/nano.ts';
import { callback } from '../../lib/program/callback.ts';
import { commit, type Write } from '../../lib/store/commit.ts';
import { type Consequence, putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadTrigger, putChangedTrigger, type Trigger } from './trigger.ts';
import { withFired } from './trigger-period.ts';
import { usageRecordUri, valueText } from './trigger-representation.ts';

/**
 * Fires a trigger in a period, once however many try: that it has fired, and the callback that tells it, are one
 * transaction on condition that nobody changed the trigger meanwhile. Nothing happens when it is deleted.
 */
export async function fireTrigger(
  { accountSid, sid }: Pick<Trigger, 'accountSid' | 'sid'>,
  period: string,
  value: Nano,
  now: number,
): Promise<'fired' | 'nothing to fire'> {
  return untilCommitted(sid, async () => {
    const trigger = await loadTrigger(accountSid, sid);
    if (trigger === undefined || trigger.fired.includes(period)) return 'nothing to fire';
    const fired = withFired(trigger.fired, period);
    const result = await commit([
      putChangedTrigger(trigger, { fired, firedAt: now, updatedAt: now, outboxCount: trigger.outboxCount + 1 }),
      ...putConsequences(trigger, [told(trigger, period, value, now)], now),
      ...(trigger.recurring === 'alltime' ? [await disarmOne(accountSid)] : []),
    ]);
    return result === 'lost' ? result : 'fired';
  });
}

/** One trigger less may fire: an account whose triggers are all spent costs rating no more than one without. */
async function disarmOne(accountSid: string): Promise<Write> {
  const watch = await loadTriggerWatch(accountSid);
  return putTriggerWatch(watch, { armed: watch.armed - 1 });
}

/** What Twilio tells a trigger's URL (UsageTrigger callbacks); the token names this firing, whoever repeats it. */
const told = (trigger: Trigger, period: string, value: Nano, now: number): Consequence =>
  callback({
    url: trigger.callbackUrl,
    method: trigger.callbackMethod,
    parameters: {
      AccountSid: trigger.accountSid,
      UsageTriggerSid: trigger.sid,
      FriendlyName: trigger.friendlyName,
      DateFired: rfc2822(now),
      Recurring: trigger.recurring === 'alltime' ? '' : trigger.recurring,
      UsageCategory: trigger.usageCategory,
      TriggerBy: trigger.triggerBy,
      TriggerValue: valueText(trigger),
      CurrentValue: formatNano(value),
      UsageRecordUri: usageRecordUri(trigger),
      IdempotencyToken: `${trigger.accountSid}-FIRES-${trigger.sid}-${period}`,
    },
  });
