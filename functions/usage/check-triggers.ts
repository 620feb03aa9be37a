import { knownAccount } from '../../lib/access/account-access.ts';
import { loadTriggerWatch, putTriggerWatch } from '../../lib/metering/trigger-watch.ts';
import { nano } from '../../lib/money/nano.ts';
import { gmtDay } from '../../lib/period/day.ts';
import { commit } from '../../lib/store/commit.ts';
import type { OutboxMessage } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { valuesIn } from './current-values.ts';
import { fireTrigger } from './fire-trigger.ts';
import { isArmed, triggersOf } from './trigger.ts';
import { openPeriods } from './trigger-period.ts';

/**
 * Fires every trigger of an account that has reached its value in a period in which it has not fired. First it marks that
 * it looks, then it reads: what is rated after the mark asks for a check of its own. May be done any number of times.
 */
export async function checkTriggers({ accountSid }: Pick<OutboxMessage, 'accountSid'>, now: number): Promise<void> {
  const account = await knownAccount(accountSid);
  if (account === undefined) throw new Error(`Usage triggers of an account that does not exist: ${accountSid}`);
  await markChecked(accountSid);
  const since = gmtDay(account.createdAt);
  const armed = (await triggersOf(accountSid)).filter(isArmed);
  const looks = armed.flatMap((trigger) =>
    openPeriods(trigger, since, now).map(({ name, span }) => ({ trigger, name, span })),
  );
  const values = await valuesIn(account, looks);
  for (const [index, { trigger, name }] of looks.entries()) {
    const value = values[index] ?? nano(0n);
    if (value >= BigInt(trigger.triggerValue)) await fireTrigger(trigger, name, value, now);
  }
}

const markChecked = (accountSid: string): Promise<'marked'> =>
  untilCommitted(accountSid, async () => {
    const watch = await loadTriggerWatch(accountSid);
    if (watch.asked === watch.checked) return 'marked';
    const result = await commit([putTriggerWatch(watch, { checked: watch.asked })]);
    return result === 'lost' ? result : 'marked';
  });
