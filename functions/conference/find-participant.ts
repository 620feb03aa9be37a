import type { Carrier, CarrierReference } from '../../lib/carrier/carrier.ts';
import { carrierNamed } from '../../lib/carrier/carriers.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { type Conference, loadConferenceOf, loadParticipants } from './conference-store.ts';
import { type Current, currentOf } from './current-participants.ts';

type Named = { readonly ConferenceSid: string; readonly CallSid: string };

/** Somebody who is in a conference, or on the way to it. */
export type Found = Current & { readonly conference: Conference; readonly others: readonly Current[] };

/**
 * Whom a path names, by call SID or by label, who must be in a conference of the account or on the way to it; all else
 * is refused as unknown (20404).
 */
export async function findParticipant({
  parameters: { ConferenceSid, CallSid },
  account,
  uri,
}: TenantRequest<Named>): Promise<Found | Refusal> {
  const conference = await loadConferenceOf(account.sid, ConferenceSid);
  if (conference === undefined || conference.status === 'completed') return refuse(20404, uri.path);
  const everybody = await currentOf(await loadParticipants(conference.sid));
  const named =
    everybody.find(({ participant: { callSid } }) => callSid === CallSid) ??
    everybody.find(({ participant: { label } }) => label === CallSid);
  if (named === undefined) return refuse(20404, uri.path);
  return { ...named, conference, others: everybody.filter((one) => one !== named) };
}

/** Somebody who is in a conference, and what the carrier calls the two. */
export type Present = Found & {
  readonly carrier: Carrier;
  readonly conferenceReference: CarrierReference;
  readonly callReference: CarrierReference;
};

/** The same for who must be in the room already: one who is still on the way is refused (16099). */
export async function findPresent(request: TenantRequest<Named>): Promise<Present | Refusal> {
  const found = await findParticipant(request);
  if (isRefusal(found)) return found;
  const { reference: conferenceReference } = found.conference;
  const { reference: callReference } = found.participant;
  const carrier = conferenceReference && carrierNamed(conferenceReference.carrier)?.concerning(found.conference);
  if (!carrier || !callReference || found.status !== 'connected') {
    return refuse(16099, `the participant is ${found.status}`);
  }
  return { ...found, carrier, conferenceReference, callReference };
}
