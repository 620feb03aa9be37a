import type * as z from 'zod/mini';
import { CarrierError } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, noContent } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { asked } from './ask-carrier.ts';
import { loadConference, loadParticipants } from './conference-store.ts';
import type { NamedParticipant } from './fetch-participant.ts';
import { findParticipant } from './find-participant.ts';

/** Removes somebody from a conference (OpenAPI: DeleteParticipant); the carrier's event tells when it is done. */
export async function removeParticipant(
  request: TenantRequest<z.infer<typeof NamedParticipant>>,
): Promise<Answer | Refusal> {
  const found = await findParticipant(request);
  if (isRefusal(found)) return found;
  const { carrier, reference, participant } = found;
  const refusal = await asked(() => carrier.changeParticipant(reference, participant.reference, { kind: 'remove' }));
  return refusal ?? noContent;
}

/** The action `participant.remove`: whoever came into a full room goes. One who is gone already is nobody's concern. */
export async function removeFromFullRoom(conferenceSid: string, callSid: string): Promise<void> {
  const conference = await loadConference(conferenceSid);
  const participant = (await loadParticipants(conferenceSid)).find((one) => one.callSid === callSid);
  const reference = conference?.reference;
  const carrier = reference && carrierNamed(reference.carrier);
  if (!carrier || reference === undefined || participant === undefined) {
    throw new Error(`${callSid} cannot be removed from ${conferenceSid}: one of them is not there`);
  }
  try {
    await carrier.changeParticipant(reference, participant.reference, { kind: 'remove' });
  } catch (error) {
    if (!(error instanceof CarrierError && error.kind === 'rejected')) throw error;
  }
}
