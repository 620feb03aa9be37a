import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { putChangedAccount } from '../../lib/store/account.ts';
import { putAudit } from '../../lib/store/audit.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { limitsRepresentation } from './limits-representation.ts';

/** What the operator sets of an account's limits; null takes the limit away, and what is not given stays. */
export const ChangeLimits = z.object({
  RequestsPerSecond: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(100_000)))),
});

/** The operator limits how much an account may ask a second; in force within 5 s, for its sub-accounts too. */
export async function changeLimits({
  parameters,
  account,
  caller,
  uri,
  now,
}: TenantRequest<z.infer<typeof ChangeLimits>>): Promise<Answer | Refusal> {
  const { RequestsPerSecond: given } = parameters;
  return untilCommitted(account.sid, async () => {
    const current = await loadAccount(account.sid);
    if (current === undefined) return refuse(20404, uri.path);
    if (current.status === 'closed') return refuse(20005, current.status);
    if (given === undefined || (given ?? undefined) === current.requestsPerSecond)
      return json(await limitsRepresentation(current));
    const changes = { requestsPerSecond: given ?? undefined, updatedAt: now };
    const changed = revised(current, changes);
    const result = await commit([
      putChangedAccount(current, changes),
      putAudit(changed, {
        action: 'account.changed',
        by: caller.sid,
        at: now,
        set: { requestsPerSecond: given === null ? 'none' : String(given) },
      }),
    ]);
    return result === 'lost' ? result : json(await limitsRepresentation(changed));
  });
}
