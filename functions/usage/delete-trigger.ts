import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadTriggerWatch, putTriggerWatch } from '../../lib/metering/trigger-watch.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { TriggerPath } from './fetch-trigger.ts';
import { deleteTriggerItem, isArmed, loadTrigger } from './trigger.ts';

/** Deletes a trigger: it fires no more. What it has fired is still told. */
export async function deleteTrigger({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof TriggerPath>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const trigger = await loadTrigger(account.sid, parameters.Sid);
    if (trigger === undefined) return refuse(20404, uri.path);
    const watch = await loadTriggerWatch(account.sid);
    const changes = { triggers: watch.triggers - 1, armed: watch.armed - (isArmed(trigger) ? 1 : 0) };
    const result = await commit([deleteTriggerItem(trigger), putTriggerWatch(watch, changes)]);
    return result === 'lost' ? result : noContent;
  });
}
