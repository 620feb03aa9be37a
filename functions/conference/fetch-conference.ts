import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { loadConferenceOf } from './conference-store.ts';
import { representation } from './representation.ts';

/** Parameters of a path that names a conference. */
export const NamedConference = z.object({ Sid: z.string() });

/** One conference, live or ended (OpenAPI: FetchConference). */
export async function fetchConference({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof NamedConference>>): Promise<Answer | Refusal> {
  const conference = await loadConferenceOf(account.sid, parameters.Sid);
  return conference === undefined ? refuse(20404, uri.path) : json(representation(conference));
}
