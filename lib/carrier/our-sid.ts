import { keyFor } from '../access/data-key.ts';
import { loadReference } from '../store/reference.ts';
import { loadRoom, type Room } from '../store/room.ts';
import { type Sid, type SidPrefix, sidOf } from '../store/sid.ts';
import type { CarrierReference } from './carrier.ts';

/** The SID of what a carrier created: always the same one, and no look-up. */
export async function carrierBornSid<Prefix extends SidPrefix>(
  prefix: Prefix,
  { carrier, account, id }: CarrierReference,
): Promise<Sid<Prefix>> {
  return sidOf(prefix, await keyFor('sid'), [carrier, account, id]);
}

/** The SID of a call or message that a carrier names: the one we gave it, or else the one that follows from its id. */
export async function ourSid(prefix: 'CA' | 'SM', reference: CarrierReference): Promise<string> {
  return (await loadReference(reference)) ?? carrierBornSid(prefix, reference);
}

/**
 * The SID of a conference that a carrier names, in a room of an account: that of the conference which is open there,
 * where it is this one or nobody has been in it yet; else the one we gave it, or that follows from its id.
 */
export async function conferenceSidOf(accountSid: string, name: string, reference: CarrierReference): Promise<string> {
  const room = await loadRoom(accountSid, name);
  return isIn(room, reference) ? room.conferenceSid : knownConferenceSid(reference);
}

/** Whether a room's open conference may be the one that a carrier names. */
export const isIn = (room: Room | undefined, reference: CarrierReference): room is Room =>
  room !== undefined && (room.reference === undefined || room.reference.id === reference.id);

/** The SID of a conference that was given one when it was made here, or else the one that follows from its id. */
export const knownConferenceSid = async (reference: CarrierReference): Promise<string> =>
  (await loadReference(reference)) ?? carrierBornSid('CF', reference);
