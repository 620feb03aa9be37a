import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { putChangedApiKey } from '../../lib/store/api-key.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { loadKeyOf } from './fetch-key.ts';
import { keyRepresentation } from './key-representation.ts';

export const UpdateKey = z.object({ Sid: z.string(), FriendlyName: optionalText(64) });

/** Renames an API key; nothing else of it can be changed. */
export async function updateKey({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateKey>>): Promise<Answer | Refusal> {
  return untilCommitted(parameters.Sid, async () => {
    const key = await loadKeyOf(account.sid, parameters.Sid);
    if (key === undefined) return refuse(20404, uri.path);
    if (parameters.FriendlyName === undefined) return json(keyRepresentation(key));
    const changes = { friendlyName: parameters.FriendlyName, updatedAt: now };
    const result = await commit([putChangedApiKey(key, changes)]);
    return result === 'lost' ? result : json(keyRepresentation(revised(key, changes)));
  });
}
