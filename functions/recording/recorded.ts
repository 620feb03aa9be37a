import type { Recorded } from '../../lib/carrier/carrier.ts';
import { loadResourceReference } from '../../lib/store/resource-reference.ts';
import type { Recording } from './recording-store.ts';

/** What a recording is of, as its carrier calls it: a conference, else a call; undefined where the carrier's is not known. */
export async function recordedBy({ conferenceSid, callSid }: Recording): Promise<Recorded | undefined> {
  const sid = conferenceSid ?? callSid;
  const recorded = sid === undefined ? undefined : await loadResourceReference(sid);
  if (recorded?.reference === undefined) return undefined;
  return { kind: conferenceSid === undefined ? 'call' : 'conference', reference: recorded.reference };
}
