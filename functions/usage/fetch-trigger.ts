import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { nano } from '../../lib/money/nano.ts';
import { currentValues } from './current-values.ts';
import { loadTrigger } from './trigger.ts';
import { triggerRepresentation } from './trigger-representation.ts';

export const TriggerPath = z.object({ Sid: z.string() });

/** One trigger of the account, with what its period has come to so far. */
export async function fetchTrigger({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof TriggerPath>>): Promise<Answer | Refusal> {
  const trigger = await loadTrigger(account.sid, parameters.Sid);
  if (trigger === undefined) return refuse(20404, uri.path);
  const [value = nano(0n)] = await currentValues(account, [trigger], now);
  return json(triggerRepresentation(trigger, value));
}
