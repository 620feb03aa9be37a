import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalMethod, optionalText, programUrl } from '../../lib/http/parameter.ts';
import { askForCheck, loadTriggerWatch } from '../../lib/metering/trigger-watch.ts';
import { formatNano, type Nano, nano } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { listKeys } from '../../lib/store/resource.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { categoryNamed, unknownCategory } from './category.ts';
import { currentValues } from './current-values.ts';
import { loadTrigger, putNewTrigger, recurrences, type Trigger, triggerFields } from './trigger.ts';
import { triggerRepresentation } from './trigger-representation.ts';
import { parseTriggerValue } from './trigger-value.ts';

export const CreateTrigger = z.object({
  UsageCategory: z.string('must name a usage category'),
  TriggerValue: z.string('must be a number, or one such as +30').check(z.maxLength(40)),
  CallbackUrl: programUrl(),
  CallbackMethod: optionalMethod(),
  FriendlyName: optionalText(64),
  Recurring: z.optional(z.enum([...recurrences, ''], `must be one of ${recurrences.join(', ')}`)),
  TriggerBy: z.optional(z.enum(triggerFields, `must be one of ${triggerFields.join(', ')}`)),
});
type Request = TenantRequest<z.infer<typeof CreateTrigger>>;

/** Twilio's own limit of an account. */
const triggersMax = 1_000;

/** Makes a trigger. What has been used in its period already counts: where that is enough, it fires at once. */
export async function createTrigger(request: Request): Promise<Answer | Refusal> {
  const { account, now, newSid, repeated } = request;
  if (account.status !== 'active') return refuse(20005, account.status);
  const sid = newSid('UT');
  const made = repeated ? await loadTrigger(account.sid, sid) : undefined;
  if (made !== undefined) return shown(account, made, now);
  const trigger = await triggerAsked(request, sid);
  if (isRefusal(trigger)) return trigger;
  const stored = await store(trigger, now);
  return isRefusal(stored) ? stored : shown(account, trigger, now);
}

async function shown(account: Account, trigger: Trigger, now: number): Promise<Answer> {
  const [value = nano(0n)] = await currentValues(account, [trigger], now);
  return created(triggerRepresentation(trigger, value));
}

async function triggerAsked({ parameters, account, now }: Request, sid: string): Promise<Trigger | Refusal> {
  const { UsageCategory: usageCategory, TriggerBy: triggerBy = 'usage' } = parameters;
  const recurring =
    parameters.Recurring === undefined || parameters.Recurring === '' ? 'alltime' : parameters.Recurring;
  const category = categoryNamed(usageCategory);
  if (category === undefined) return unknownCategory('UsageCategory', usageCategory);
  if (category.countUnit === '' && triggerBy === 'count')
    return refuse(20001, `TriggerBy: ${usageCategory} is not counted`);
  const parsed = parseTriggerValue(parameters.TriggerValue);
  if ('fault' in parsed) return refuse(20001, `TriggerValue: ${parsed.fault}`);
  const [used = nano(0n)] = parsed.relative
    ? await currentValues(account, [{ usageCategory, triggerBy, recurring }], now)
    : [];
  const value: Nano = nano(used + parsed.value);
  return {
    accountSid: account.sid,
    sid,
    createdAt: now,
    updatedAt: now,
    revision: 0,
    outboxCount: 0,
    friendlyName: parameters.FriendlyName || `Trigger for ${usageCategory} at ${triggerBy} of ${formatNano(value)}`,
    usageCategory,
    triggerBy,
    triggerValue: value,
    recurring,
    callbackUrl: parameters.CallbackUrl,
    callbackMethod: parameters.CallbackMethod ?? 'POST',
    fired: [],
    ...listKeys({ accountSid: account.sid, type: 'usage-trigger', createdAt: now, sid }),
  };
}

/** Stores it together with the wish to have it looked at: what was rated before is never told again. */
const store = (trigger: Trigger, now: number): Promise<'stored' | Refusal> =>
  untilCommitted(trigger.sid, async () => {
    const watch = await loadTriggerWatch(trigger.accountSid);
    if (watch.triggers >= triggersMax)
      return refuse(20001, `an account has at most ${triggersMax} usage triggers: delete those that are done with`);
    const changes = { triggers: watch.triggers + 1, armed: watch.armed + 1 };
    const result = await commit([putNewTrigger(trigger), ...askForCheck(watch, changes, now)]);
    if (result === 'committed') return 'stored';
    return (await loadTrigger(trigger.accountSid, trigger.sid)) === undefined ? 'lost' : 'stored';
  });
