import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { deleteCallerIdItem, loadCallerIdOf } from '../../lib/store/caller-id.ts';
import { commit } from '../../lib/store/commit.ts';
import { deleteCallerIdMapping } from '../../lib/store/mapping.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { CallerIdPath } from './fetch-caller-id.ts';

/** Forgets a caller id: nothing can be called from it any more, and it may be validated again. */
export async function deleteCallerId({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof CallerIdPath>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const callerId = await loadCallerIdOf(account.sid, parameters.Sid);
    if (callerId === undefined) return refuse(20404, uri.path);
    const result = await commit([
      deleteCallerIdItem(callerId),
      deleteCallerIdMapping(callerId.phoneNumber, { accountSid: account.sid, resourceSid: callerId.sid }),
    ]);
    return result === 'lost' ? result : noContent;
  });
}
