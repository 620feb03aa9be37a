import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { putChangedAccount } from '../../lib/store/account.ts';
import { putAudit } from '../../lib/store/audit.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { decideAccountChange } from './account-change.ts';
import { friendlyName } from './parameter.ts';
import { accountRepresentation } from './representation.ts';

/** Twilio's parameters (UpdateAccount). */
export const UpdateAccount = z.object({
  FriendlyName: z.optional(friendlyName()),
  Status: z.optional(z.enum(['active', 'suspended', 'closed'], '21475')),
});

/** Renames an account, suspends, reactivates or closes it; everywhere within 5 s, as long as accounts are remembered. */
export async function updateAccount(request: TenantRequest<z.infer<typeof UpdateAccount>>): Promise<Answer | Refusal> {
  const { account, caller, parameters, uri, now } = request;
  const wish = { friendlyName: parameters.FriendlyName, status: parameters.Status };
  return untilCommitted(account.sid, async () => {
    const current = await loadAccount(account.sid);
    if (current === undefined) return refuse(20404, uri.path);
    const change = decideAccountChange(current, caller.sid, wish);
    if (isRefusal(change)) return change;
    if (Object.keys(change).length === 0) return json(await accountRepresentation(current));
    const changes = { ...change, updatedAt: now };
    const changed = revised(current, changes);
    const result = await commit([
      putChangedAccount(current, changes),
      putAudit(changed, { action: 'account.changed', by: caller.sid, at: now, set: { ...change } }),
    ]);
    return result === 'lost' ? result : json(await accountRepresentation(changed));
  });
}
