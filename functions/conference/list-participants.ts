import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag } from '../../lib/http/parameter.ts';
import { loadConferenceOf, loadParticipants } from './conference-store.ts';
import { participantRepresentation } from './representation.ts';
import { isPresent } from './stay.ts';

/** Parameters of `GET ~/Conferences/{ConferenceSid}/Participants.json` (OpenAPI: ListParticipant). */
export const ListParticipants = z.object({
  ConferenceSid: z.string(),
  Muted: optionalFlag(),
  Hold: optionalFlag(),
  Coaching: optionalFlag(),
  ...pagingParameters,
});

/** Who is in a conference now, newest first; as at Twilio, nobody once it has ended. */
export async function listParticipants({
  parameters,
  account,
  uri,
}: TenantRequest<z.infer<typeof ListParticipants>>): Promise<Answer | Refusal> {
  const asked = pageRequest(parameters);
  if (isRefusal(asked)) return asked;
  const conference = await loadConferenceOf(account.sid, parameters.ConferenceSid);
  if (conference === undefined) return refuse(20404, uri.path);
  const { Muted, Hold, Coaching } = parameters;
  const everybody = conference.status === 'completed' ? [] : await loadParticipants(conference.sid);
  const matching = everybody
    .filter(({ marks }) => isPresent(marks))
    .filter(({ muted, hold }) => (Muted ?? muted) === muted && (Hold ?? hold) === hold && Coaching !== true)
    .filter(({ child }) => asked.after === undefined || child < asked.after)
    .reverse();
  const shown = matching.slice(0, asked.size);
  const next = matching.length > shown.length ? shown.at(-1)?.child : undefined;
  return json(pageAnswer('participants', shown.map(participantRepresentation), { ...asked, next }, uri));
}
