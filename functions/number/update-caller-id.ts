import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { loadCallerIdOf, putChangedCallerId } from '../../lib/store/caller-id.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { callerIdRepresentation } from './caller-id-representation.ts';

export const UpdateCallerId = z.object({ Sid: z.string(), FriendlyName: optionalText(64) });

/** Renames a caller id; its number is what was verified and stays. */
export async function updateCallerId({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateCallerId>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const callerId = await loadCallerIdOf(account.sid, parameters.Sid);
    if (callerId === undefined) return refuse(20404, uri.path);
    if (parameters.FriendlyName === undefined) return json(callerIdRepresentation(callerId));
    const changes = { friendlyName: parameters.FriendlyName, updatedAt: now };
    const result = await commit([putChangedCallerId(callerId, changes)]);
    return result === 'lost' ? result : json(callerIdRepresentation(revised(callerId, changes)));
  });
}
