import * as z from 'zod/mini';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { optionalMethod, optionalUrl } from '../../lib/http/parameter.ts';
import { announcementLink } from './announcement.ts';
import { asked } from './ask-carrier.ts';
import { type Conference, loadConferenceOf, loadParticipants } from './conference-store.ts';
import { currentOf } from './current-participants.ts';
import { hangUpOn } from './remove-participant.ts';
import { representation } from './representation.ts';

/** Parameters of `POST ~/Conferences/{Sid}.json` (OpenAPI: UpdateConference). */
export const ChangeConference = z.object({
  Sid: z.string(),
  Status: z.optional(z.literal('completed', 'must be completed')),
  AnnounceUrl: optionalUrl(21205),
  AnnounceMethod: optionalMethod(),
});

/**
 * Announces something to everybody in a conference, or ends it. The carrier does it, and its events tell what became of it;
 * the answer shows what was asked for. One that has ended is refused (16022), and so is an announcement where nobody has been yet (16099).
 */
export async function changeConference({
  parameters,
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof ChangeConference>>): Promise<Answer | Refusal> {
  const { Status, AnnounceUrl, AnnounceMethod = 'POST' } = parameters;
  const conference = await loadConferenceOf(account.sid, parameters.Sid);
  if (conference === undefined) return refuse(20404, uri.path);
  if (Status === undefined && AnnounceUrl === undefined) return json(representation(conference));
  if (conference.status === 'completed') return refuse(16022, conference.sid);
  const announced =
    AnnounceUrl === undefined ? undefined : await announce(conference, { url: AnnounceUrl, method: AnnounceMethod });
  if (announced !== undefined) return announced;
  if (Status === undefined) return json(representation(conference));
  return (await end(conference, now)) ?? json(representation({ ...conference, status: 'completed' }));
}

const atCarrier = (conference: Conference) => {
  const { reference } = conference;
  const carrier = reference && carrierNamed(reference.carrier)?.concerning(conference);
  return carrier && reference && { carrier, reference };
};

async function announce(
  conference: Conference,
  { url, method }: { readonly url: string; readonly method: 'GET' | 'POST' },
): Promise<Refusal | undefined> {
  const found = atCarrier(conference);
  if (found === undefined) return refuse(16099, 'nobody is in the conference yet');
  const { accountSid, sid: conferenceSid } = conference;
  const { carrier, reference } = found;
  const link = await announcementLink(carrier.id, { accountSid, conferenceSid, url, method });
  return asked(() => carrier.announce(reference, link));
}

/** Ends a conference. Who is still on the way is not called any more; one that no carrier knows ends with the calls that were dialled for it. */
async function end(conference: Conference, now: number): Promise<Refusal | undefined> {
  const found = atCarrier(conference);
  const onTheWay = (await currentOf(await loadParticipants(conference.sid))).filter(
    ({ status }) => status !== 'connected',
  );
  const refusal = found && (await asked(() => found.carrier.endConference(found.reference)));
  if (refusal) return refusal;
  await hangUpOn(
    conference.sid,
    onTheWay.map(({ participant: { callSid } }) => callSid),
    now,
  );
  return undefined;
}
