import * as z from 'zod/mini';
import { loadTerms } from '../../lib/balance/terms.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { balanceRepresentation, moneyOf } from './balance-representation.ts';
import { currentBalance } from './current-balance.ts';

export const FetchBalance = z.object({});

/** How an account pays, and what it has. */
export async function fetchBalance({ account, now }: TenantRequest<unknown>): Promise<Answer> {
  const terms = await loadTerms(account.sid);
  return json(balanceRepresentation(account, terms, await currentBalance(account, terms, now)));
}

/** The same as Twilio shows it (OpenAPI: `api.v2010.account.balance`). */
export async function fetchTwilioBalance({ account, now }: TenantRequest<unknown>): Promise<Answer> {
  const { balance } = await currentBalance(account, await loadTerms(account.sid), now);
  return json({ account_sid: account.sid, balance: moneyOf(account, balance), currency: account.currency });
}
