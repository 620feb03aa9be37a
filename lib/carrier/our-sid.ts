import { keyFor } from '../access/data-key.ts';
import { loadReference } from '../store/reference.ts';
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
