import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { isFinal } from './call.ts';
import { deleteCallItem, loadCallOf } from './call-store.ts';
import type { CallPath } from './fetch-call.ts';

/** Deletes the record of a call that has ended. Its usage and its ledger line stay: they are the bill's. */
export async function deleteCall({
  parameters,
  account,
}: TenantRequest<z.infer<typeof CallPath>>): Promise<Answer | Refusal> {
  const call = await loadCallOf(account.sid, parameters.Sid);
  if (call === undefined) return refuse(20404, parameters.Sid);
  if (!isFinal(call.status)) return refuse(20409, `${call.sid} has not ended`);
  return (await commit([deleteCallItem(call)])) === 'committed'
    ? noContent
    : refuse(20409, `${call.sid} is being changed`);
}
