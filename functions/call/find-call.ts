import { carriers } from '../../lib/carrier/carriers.ts';
import { ourSid } from '../../lib/carrier/our-sid.ts';
import { isSid } from '../../lib/store/sid.ts';
import { type Call, loadCallOf } from './call-store.ts';

/**
 * A call of an account by its SID, or by the carrier's: a server that hears a stream is told the latter. Another
 * account's, or a deleted one, is as if it did not exist.
 */
export async function findCall(accountSid: string, sid: string): Promise<Call | undefined> {
  const own = await loadCallOf(accountSid, sid);
  if (own !== undefined || !isSid('CA', sid)) return own;
  for (const { id: carrier, account } of carriers()) {
    const call = await loadCallOf(accountSid, await ourSid('CA', { carrier, account, id: sid }));
    if (call !== undefined) return call;
  }
  return undefined;
}
