import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadApplicationOf } from '../../lib/store/application.ts';
import { applicationRepresentation } from './application-representation.ts';

export const ApplicationPath = z.object({ Sid: z.string() });

/** One application of the account. */
export async function fetchApplication({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ApplicationPath>>): Promise<Answer | Refusal> {
  const application = await loadApplicationOf(account.sid, parameters.Sid);
  return application === undefined ? refuse(20404, uri.path) : json(applicationRepresentation(application));
}
