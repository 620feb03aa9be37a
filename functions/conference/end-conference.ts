import * as z from 'zod/mini';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { asked } from './ask-carrier.ts';
import { loadConferenceOf, loadParticipants } from './conference-store.ts';
import { currentOf } from './current-participants.ts';
import { hangUpOn } from './remove-participant.ts';
import { representation } from './representation.ts';

const notOffered = z.optional(z.undefined('is not offered'));

/** Parameters of `POST ~/Conferences/{Sid}.json` (OpenAPI: UpdateConference). Announcements are not offered yet. */
export const EndConference = z.object({
  Sid: z.string(),
  Status: z.optional(z.literal('completed', 'must be completed')),
  AnnounceUrl: notOffered,
  AnnounceMethod: notOffered,
});

/**
 * Ends a conference. The carrier does it, and its events tell what became of everybody; the answer shows what was
 * asked for. Who is still on the way is not called any more. One that has ended is refused (16022).
 */
export async function endConference({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof EndConference>>): Promise<Answer | Refusal> {
  const conference = await loadConferenceOf(account.sid, parameters.Sid);
  if (conference === undefined) return refuse(20404, uri.path);
  if (parameters.Status === undefined) return json(representation(conference));
  const { reference } = conference;
  const carrier = reference && carrierNamed(reference.carrier)?.concerning(conference);
  if (conference.status === 'completed') return refuse(16022, conference.sid);
  const onTheWay = (await currentOf(await loadParticipants(conference.sid))).filter(
    ({ status }) => status !== 'connected',
  );
  const refusal = carrier && reference && (await asked(() => carrier.endConference(reference)));
  if (refusal) return refusal;
  await hangUpOn(
    conference.sid,
    onTheWay.map(({ participant: { callSid } }) => callSid),
    now,
  );
  // One that no carrier knows ends with the calls that were dialled for it.
  return json(representation({ ...conference, status: 'completed' }));
}
