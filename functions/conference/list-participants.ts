import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { pageAnswer, pageRequest, pagingParameters } from '../../lib/http/paging.ts';
import { optionalFlag } from '../../lib/http/parameter.ts';
import { cutPage, type Place } from '../../lib/store/page.ts';
import { loadConferenceOf, loadParticipants } from './conference-store.ts';
import { type Current, currentOf } from './current-participants.ts';
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
    .filter(({ participant: { coaching = false } }) => (Coaching ?? coaching) === coaching)
    .reverse();
  const { shown, ...around } = cutPage(matching, positionIn(matching, asked.place), asked.place, asked.size);
  const next = around.next?.participant.child;
  const previous = around.previous?.participant.child;
  return json(pageAnswer('participants', shown.map(participantRepresentation), { ...asked, next, previous }, uri));
}

function positionIn(newestFirst: readonly Current[], { after, upTo }: Place): number {
  const key = after ?? upTo;
  if (key === undefined) return 0;
  const index = newestFirst.findIndex(({ participant: { child } }) => child < key);
  return index < 0 ? newestFirst.length : index;
}
