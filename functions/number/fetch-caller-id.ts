import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadCallerIdOf } from '../../lib/store/caller-id.ts';
import { callerIdRepresentation } from './caller-id-representation.ts';

export const CallerIdPath = z.object({ Sid: z.string() });

/** One verified caller id of the account. */
export async function fetchCallerId({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof CallerIdPath>>): Promise<Answer | Refusal> {
  const callerId = await loadCallerIdOf(account.sid, parameters.Sid);
  return callerId === undefined ? refuse(20404, uri.path) : json(callerIdRepresentation(callerId));
}
