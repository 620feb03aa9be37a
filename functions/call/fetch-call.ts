import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { findCall } from './find-call.ts';
import { showCall } from './show-calls.ts';

export const CallPath = z.object({ AccountSid: z.string(), Sid: z.string() });

/** One call of an account; another's is not found. */
export async function fetchCall({
  parameters,
  account,
}: TenantRequest<z.infer<typeof CallPath>>): Promise<Answer | Refusal> {
  const call = await findCall(account.sid, parameters.Sid);
  return call === undefined ? refuse(20404, parameters.Sid) : json(await showCall(account, call));
}
