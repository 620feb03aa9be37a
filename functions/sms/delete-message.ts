import type * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import type { FetchMessage } from './fetch-message.ts';
import { eraseMediaOf } from './keep-media.ts';
import { deleted } from './message.ts';
import { redactCopies } from './redact-copies.ts';
import { loadMessageOf, storeChange } from './store-message.ts';

/** Deletes a message (OpenAPI: DeleteMessage); what was billed for it stays. One that is on its way cannot be. */
export async function deleteMessage({
  parameters: { Sid },
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof FetchMessage>>): Promise<Answer | Refusal> {
  const message = await loadMessageOf(account.sid, Sid);
  if (message === undefined) return refuse(20404, uri.path);
  if (message.finalizedAt === undefined) return refuse(20009, `the message is ${message.status}`);
  await Promise.all([redactCopies(message), eraseMediaOf(message.sid, now)]);
  const result = await storeChange(account, message, deleted(message, now));
  return result === 'lost' ? refuse(20409, 'the message is being changed') : noContent;
}
