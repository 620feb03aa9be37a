import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalMethod, optionalText, programUrl } from '../../lib/http/parameter.ts';
import { nano } from '../../lib/money/nano.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { currentValues } from './current-values.ts';
import { loadTrigger, putChangedTrigger, type Trigger } from './trigger.ts';
import { triggerRepresentation } from './trigger-representation.ts';

export const UpdateTrigger = z.object({
  Sid: z.string(),
  CallbackUrl: z.optional(programUrl()),
  CallbackMethod: optionalMethod(),
  FriendlyName: optionalText(64),
});
type Request = TenantRequest<z.infer<typeof UpdateTrigger>>;

/** Changes whom a trigger tells, and its name. What it watches is fixed: another value is another trigger. */
export async function updateTrigger({ parameters, account, uri, now }: Request): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const trigger = await loadTrigger(account.sid, parameters.Sid);
    if (trigger === undefined) return refuse(20404, uri.path);
    const changes: Partial<Trigger> = {
      callbackUrl: parameters.CallbackUrl ?? trigger.callbackUrl,
      callbackMethod: parameters.CallbackMethod ?? trigger.callbackMethod,
      friendlyName: parameters.FriendlyName ?? trigger.friendlyName,
      updatedAt: now,
    };
    if ((await commit([putChangedTrigger(trigger, changes)])) === 'lost') return 'lost';
    const [value = nano(0n)] = await currentValues(account, [trigger], now);
    return json(triggerRepresentation(revised(trigger, changes), value));
  });
}
