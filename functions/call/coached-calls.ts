import { loadResourceReference } from '../../lib/store/resource-reference.ts';

/** What the carrier calls the calls that a document coaches, by their SIDs; another account's, and one that is not at the carrier, is as if it did not exist. */
export async function coachedCalls(
  sids: ReadonlySet<string>,
  { accountSid, carrier }: { readonly accountSid: string; readonly carrier: string },
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const sid of sids) {
    const call = /^CA[0-9a-f]{32}$/.test(sid) ? await loadResourceReference(sid) : undefined;
    if (call?.accountSid === accountSid && call.reference?.carrier === carrier) found.set(sid, call.reference.id);
  }
  return found;
}
