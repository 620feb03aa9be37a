import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag } from '../../lib/http/parameter.ts';
import { loadConferenceOf, loadParticipants } from './conference-store.ts';
import { currentOf } from './current-participants.ts';
import { participantRepresentation } from './representation.ts';

/** Parameters of `GET ~/Conferences/{ConferenceSid}/Participants.json` (OpenAPI: ListParticipant). */
export const ListParticipants = z.object({
  ConferenceSid: z.string(),
  Muted: optionalFlag(),
  Hold: optionalFlag(),
  Coaching: optionalFlag(),
  ...pagingParameters,
});

/** Who is in a conference now or on the way to it, newest first; as at Twilio, nobody once it has ended. */
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
  const matching = (await currentOf(everybody))
    .filter(({ participant: { muted, hold } }) => (Muted ?? muted) === muted && (Hold ?? hold) === hold)
    .filter(() => Coaching !== true) // Nobody coaches here.
    .filter(({ participant: { child } }) => asked.after === undefined || child < asked.after)
    .reverse();
  const shown = matching.slice(0, asked.size);
  const next = matching.length > shown.length ? shown.at(-1)?.participant.child : undefined;
  return json(pageAnswer('participants', shown.map(participantRepresentation), { ...asked, next }, uri));
}
