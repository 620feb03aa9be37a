import * as z from 'zod/mini';
import { loadAccount } from '../../lib/access/account-access.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { accountRepresentation, platformAccountRepresentation } from './representation.ts';

export const FetchAccount = z.object({});

/** An account as it is now. */
export async function fetchAccount({ account, uri }: TenantRequest<unknown>): Promise<Answer | Refusal> {
  const current = await loadAccount(account.sid);
  if (current === undefined) return refuse(20404, uri.path);
  return json(await accountRepresentation(current));
}

/** As `fetchAccount`, by `/v1`. */
export async function fetchPlatformAccount({ account, uri }: TenantRequest<unknown>): Promise<Answer | Refusal> {
  const current = await loadAccount(account.sid);
  return current === undefined ? refuse(20404, uri.path) : json(await platformAccountRepresentation(current));
}
