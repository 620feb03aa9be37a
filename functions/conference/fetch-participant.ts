import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pathName } from '../../lib/http/parameter.ts';
import { findParticipant } from './find-participant.ts';
import { participantRepresentation } from './representation.ts';

/** Parameters of a path that names a participant, by the SID of its call or its label. */
export const NamedParticipant = z.object({ ConferenceSid: z.string(), CallSid: pathName() });

/** Somebody who is in a conference now, or on the way to it, by call SID or label (OpenAPI: FetchParticipant). */
export async function fetchParticipant(
  request: TenantRequest<z.infer<typeof NamedParticipant>>,
): Promise<Answer | Refusal> {
  const found = await findParticipant(request);
  return isRefusal(found) ? found : json(participantRepresentation(found));
}
