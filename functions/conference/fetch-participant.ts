import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { findParticipant } from './find-participant.ts';
import { participantRepresentation } from './representation.ts';

/** Parameters of a path that names a participant. */
export const NamedParticipant = z.object({ ConferenceSid: z.string(), CallSid: z.string() });

/** Somebody who is in a conference now (OpenAPI: FetchParticipant). */
export async function fetchParticipant(
  request: TenantRequest<z.infer<typeof NamedParticipant>>,
): Promise<Answer | Refusal> {
  const found = await findParticipant(request);
  return isRefusal(found) ? found : json(participantRepresentation(found.participant));
}
