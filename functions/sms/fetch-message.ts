import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { priced } from './representation.ts';
import { loadMessageOf } from './store-message.ts';

export const FetchMessage = z.object({ Sid: z.string() });

/** Shows a message of the account (OpenAPI: FetchMessage). */
export async function fetchMessage({
  parameters: { Sid },
  account,
  uri,
}: TenantRequest<z.infer<typeof FetchMessage>>): Promise<Answer | Refusal> {
  const message = await loadMessageOf(account.sid, Sid);
  return message === undefined ? refuse(20404, uri.path) : json(await priced(message, account));
}
