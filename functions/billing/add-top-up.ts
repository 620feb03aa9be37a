import * as z from 'zod/mini';
import { tellLowBalance } from '../../lib/balance/tell-low-balance.ts';
import { loadTopUp, putTopUp, type TopUp } from '../../lib/balance/top-up.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalText } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { topUpRepresentation } from './balance-representation.ts';
import { money } from './parameter.ts';

export const AddTopUp = z.object({
  /** Negative: so much is taken back, if it is there. */
  Amount: money(),
  /** What to find it by: a payment's number, a reason. */
  Note: optionalText(200),
});

/** The operator adds what an account has paid to its balance. With an `Idempotency-Key` it is added once. */
export async function addTopUp({
  account,
  caller,
  parameters: { Amount: amount, Note },
  now,
  newSid,
  repeated,
}: TenantRequest<z.infer<typeof AddTopUp>>): Promise<Answer | Refusal> {
  const sid = newSid('TU');
  const earlier = repeated ? await loadTopUp(account.sid, sid) : undefined;
  if (earlier !== undefined) {
    await tellLowBalance(account.sid, now);
    return json(topUpRepresentation(account, earlier), 201);
  }
  if (account.role === 'operator') return refuse(20001, 'the operator’s own account is not billed');
  if (amount === 0n) return refuse(20001, 'Amount: is nothing');
  const note = Note === undefined ? {} : { note: Note };
  const topUp: TopUp = { accountSid: account.sid, sid, amount, ...note, createdBy: caller.sid, createdAt: now };
  if ((await commit(putTopUp(topUp))) === 'lost') return refuse(20001, 'Amount: takes back more than there is');
  await tellLowBalance(account.sid, now);
  return json(topUpRepresentation(account, topUp), 201);
}
