import type * as z from 'zod/mini';
import { callToEnd } from '../../lib/call/requested-call.ts';
import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { commit } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { asked } from './ask-carrier.ts';
import { loadConference, loadParticipants, putConference } from './conference-store.ts';
import type { NamedParticipant } from './fetch-participant.ts';
import { findParticipant, findPresent } from './find-participant.ts';

/**
 * Removes somebody from a conference (OpenAPI: DeleteParticipant); the carrier's event tells when it is done. Who is still
 * on the way is not called any more.
 */
export async function removeParticipant(
  request: TenantRequest<z.infer<typeof NamedParticipant>>,
): Promise<Answer | Refusal> {
  const found = await findParticipant(request);
  if (isRefusal(found)) return found;
  if (found.status !== 'connected') {
    await hangUpOn(found.conference.sid, [found.participant.callSid], request.now);
    return noContent;
  }
  const present = await findPresent(request);
  if (isRefusal(present)) return present;
  const { carrier, conferenceReference, callReference } = present;
  const refusal = await asked(() => carrier.removeParticipant(conferenceReference, callReference));
  return refusal ?? noContent;
}

/** Has the calls ended that were dialled for a conference. */
export async function hangUpOn(conferenceSid: string, callSids: readonly string[], now: number): Promise<void> {
  if (callSids.length === 0) return;
  await untilCommitted(conferenceSid, async () => {
    const conference = await loadConference(conferenceSid);
    if (conference === undefined) throw new Error(`${conferenceSid} is gone`);
    const outboxCount = conference.outboxCount + callSids.length;
    return commit([
      putConference(conference, { ...conference, outboxCount }),
      ...putConsequences(conference, callSids.map(callToEnd), now),
    ]);
  });
}

/** The action `participant.remove`: whoever came into a full room goes. One who is gone already is nobody's concern. */
export async function removeFromFullRoom(conferenceSid: string, callSid: string): Promise<void> {
  const conference = await loadConference(conferenceSid);
  const participant = (await loadParticipants(conferenceSid)).find((one) => one.callSid === callSid);
  const reference = conference?.reference;
  const carrier = reference && carrierNamed(reference.carrier)?.concerning(conference);
  if (!carrier || reference === undefined || participant?.reference === undefined) {
    throw new Error(`${callSid} cannot be removed from ${conferenceSid}: one of them is not there`);
  }
  try {
    await carrier.removeParticipant(reference, participant.reference);
  } catch (error) {
    if (!(error instanceof CarrierError && error.kind === 'rejected')) throw error;
  }
}
