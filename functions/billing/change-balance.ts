import * as z from 'zod/mini';
import { tellLowBalance } from '../../lib/balance/tell-low-balance.ts';
import {
  leadMilliseconds,
  loadTerms,
  type PaymentMode,
  paymentModes,
  putChangedTerms,
} from '../../lib/balance/terms.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { balanceRepresentation } from './balance-representation.ts';
import { currentBalance, lastModeOf } from './current-balance.ts';
import { money } from './parameter.ts';

const modesMax = 500;

export const ChangeBalance = z.object({
  Mode: z.optional(z.enum(paymentModes)),
  /** What a capped account may use in a period. */
  Cap: z.optional(money()),
  /** For so many seconds at a time the money of a call is kept back: 180 at least, a day holds for a whole call. */
  HoldSeconds: z.optional(z.int().check(z.minimum(180), z.maximum(86_400))),
});

/**
 * The operator decides how an account pays. A mode begins 10 s later, with the uses that end from then on; a cap holds at
 * once, for the open period too; `HoldSeconds` for what is kept back from now on.
 */
export async function changeBalance({
  account,
  caller,
  parameters: { Mode, Cap, HoldSeconds },
  now,
}: TenantRequest<z.infer<typeof ChangeBalance>>): Promise<Answer | Refusal> {
  if (account.role === 'operator') return refuse(20001, 'the operator’s own account is not billed');
  const terms = await loadTerms(account.sid);
  const last: PaymentMode = lastModeOf(terms)?.mode ?? 'postpaid';
  const mode = Mode ?? last;
  const cap = Cap ?? terms.cap;
  if (Cap !== undefined && Cap < 0n) return refuse(20001, 'Cap: is negative');
  if (Cap !== undefined && mode !== 'capped') return refuse(20001, `Cap: a ${mode} account has none`);
  if (mode === 'capped' && cap === undefined) return refuse(20001, 'Cap: a capped account needs one');
  if (terms.modes.length >= modesMax) return refuse(20001, `Mode: it was changed ${modesMax} times already`);
  const begins = { mode, from: now + leadMilliseconds, by: caller.sid };
  const isSame = terms.modes.length > 0 && mode === last;
  const modes = isSame || Mode === undefined ? terms.modes : [...terms.modes, begins];
  const changed = {
    modes,
    ...(cap !== undefined && { cap }),
    ...(HoldSeconds !== undefined && { holdSeconds: HoldSeconds }),
  };
  if ((await commit([putChangedTerms(terms, changed)])) === 'lost')
    return refuse(20409, 'the terms were changed at once');
  await tellLowBalance(account.sid, now);
  const stored = { ...terms, ...changed };
  return json(balanceRepresentation(account, stored, await currentBalance(account, stored, now)));
}
