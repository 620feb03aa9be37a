import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type ApiKey, loadApiKey } from '../../lib/store/api-key.ts';
import { isSid } from '../../lib/store/sid.ts';
import { keyRepresentation } from './key-representation.ts';

export const KeyPath = z.object({ Sid: z.string() });

/** One API key of the account. */
export async function fetchKey({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof KeyPath>>): Promise<Answer | Refusal> {
  const key = await loadKeyOf(account.sid, parameters.Sid);
  return key === undefined ? refuse(20404, uri.path) : json(keyRepresentation(key));
}

/** A key that the account has; another's is as if it did not exist. */
export async function loadKeyOf(accountSid: string, sid: string): Promise<ApiKey | undefined> {
  const key = isSid('SK', sid) ? await loadApiKey(sid) : undefined;
  return key?.accountSid === accountSid ? key : undefined;
}
