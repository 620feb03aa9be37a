import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { eraseExchangesOf } from '../../lib/exchange/erase-exchanges.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { isFinal } from './call.ts';
import { loadCallOf, putChangedCall } from './call-store.ts';
import type { CallPath } from './fetch-call.ts';

const unlisted = {
  listPK: undefined,
  listSK: undefined,
  toPK: undefined,
  toSK: undefined,
  fromPK: undefined,
  fromSK: undefined,
};

/**
 * Deletes a call that has ended: nobody finds it any more, nor what was said with its program. Its usage and its ledger line stay, they are the bill's; and so
 * does its SID, since a carrier that repeats itself would bear it again, to end a second time.
 */
export async function deleteCall({
  parameters,
  account,
  now,
}: TenantRequest<z.infer<typeof CallPath>>): Promise<Answer | Refusal> {
  const call = await loadCallOf(account.sid, parameters.Sid);
  if (call === undefined) return refuse(20404, parameters.Sid);
  if (!isFinal(call.status)) return refuse(20009, `${call.sid} is ${call.status}`);
  await eraseExchangesOf(account.sid, call.sid);
  return (await commit([putChangedCall(call, { ...unlisted, twiml: undefined, deletedAt: now, updatedAt: now })])) ===
    'committed'
    ? noContent
    : refuse(20409, `${call.sid} is being changed`);
}
