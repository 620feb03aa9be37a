import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { limitsRepresentation } from './limits-representation.ts';

export const FetchLimits = z.object({});

/** What an account may ask a second. */
export async function fetchLimits({ account, uri }: TenantRequest<unknown>): Promise<Answer | Refusal> {
  const current = await loadAccount(account.sid);
  return current === undefined ? refuse(20404, uri.path) : json(await limitsRepresentation(current));
}
