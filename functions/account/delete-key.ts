import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { deleteApiKey } from '../../lib/store/api-key.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { type KeyPath, loadKeyOf } from './fetch-key.ts';

/** Revokes an API key: it is refused everywhere within 5 s, as long as keys are remembered. */
export async function deleteKey({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof KeyPath>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const key = await loadKeyOf(account.sid, parameters.Sid);
    if (key === undefined) return refuse(20404, uri.path);
    const result = await commit([deleteApiKey(key)]);
    return result === 'lost' ? result : noContent;
  });
}
