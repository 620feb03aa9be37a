import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { nano } from '../../lib/money/nano.ts';
import { listPage } from '../../lib/store/list.ts';
import { categoryNamed, unknownCategory } from './category.ts';
import { currentValues } from './current-values.ts';
import { recurrences, type Trigger, triggerFields, triggerOf } from './trigger.ts';
import { triggerRepresentation } from './trigger-representation.ts';

export const ListTriggers = z.object({
  Recurring: z.optional(z.enum([...recurrences, ''], `must be one of ${recurrences.join(', ')}`)),
  TriggerBy: z.optional(z.enum(triggerFields, `must be one of ${triggerFields.join(', ')}`)),
  UsageCategory: optionalText(64),
  ...pagingParameters,
});
type Filters = z.infer<typeof ListTriggers>;

/** The account's triggers, newest first. An empty `Recurring` means those that fire once ever, as `alltime` does. */
export async function listTriggers({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<Filters>): Promise<Answer | Refusal> {
  const page = pageRequest(parameters);
  if (isRefusal(page)) return page;
  const { UsageCategory: category } = parameters;
  if (category !== undefined && categoryNamed(category) === undefined)
    return unknownCategory('UsageCategory', category);
  const found = await listPage(
    { index: 'list', partition: `${account.sid}#usage-trigger`, ...page.place },
    page.size,
    (stored) => matches(triggerOf(stored), parameters),
  );
  const triggers = found.items.map(triggerOf);
  const values = await currentValues(account, triggers, now);
  const shown = triggers.map((trigger, index) => triggerRepresentation(trigger, values[index] ?? nano(0n)));
  return json(pageAnswer('usage_triggers', shown, { ...page, next: found.next, previous: found.previous }, uri));
}

const matches = (trigger: Trigger, { Recurring, TriggerBy, UsageCategory }: Filters): boolean =>
  (Recurring === undefined || trigger.recurring === (Recurring === '' ? 'alltime' : Recurring)) &&
  (TriggerBy === undefined || trigger.triggerBy === TriggerBy) &&
  (UsageCategory === undefined || trigger.usageCategory === UsageCategory);
