import type { Carrier, CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type Conference, loadConferenceOf, loadParticipants, type Participant } from './conference-store.ts';
import { isPresent } from './stay.ts';

type Named = { readonly ConferenceSid: string; readonly CallSid: string };

/** Somebody who is in a conference, and at which carrier. */
export type Present = {
  readonly conference: Conference;
  readonly participant: Participant;
  readonly carrier: Carrier;
  readonly reference: CarrierReference;
};

/** Whom a path names, who must be in a conference of the account now; all else is refused as unknown (20404). */
export async function findParticipant({ parameters, account, uri }: TenantRequest<Named>): Promise<Present | Refusal> {
  const conference = await loadConferenceOf(account.sid, parameters.ConferenceSid);
  const reference = conference?.reference;
  const carrier = reference && carrierNamed(reference.carrier);
  if (conference === undefined || reference === undefined || carrier === undefined) return refuse(20404, uri.path);
  const everybody = conference.status === 'completed' ? [] : await loadParticipants(conference.sid);
  const participant = everybody.find(({ callSid, marks }) => callSid === parameters.CallSid && isPresent(marks));
  return participant === undefined ? refuse(20404, uri.path) : { conference, participant, carrier, reference };
}
