import { shrinkUse } from '../../lib/limit/shrink-use.ts';
import type { Account } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { heldUseOf, secondsMin } from './hold-for-call.ts';
import { extendKeys, limitToldMilliseconds } from './limit.ts';
import { secondsLeftAtMost } from './ride.ts';
import { isLimitTold } from './tell-limit.ts';

/**
 * A call that was placed keeps back all that it may take of its tier's limits, and nothing may be left of them for a leg
 * that it dials. It gives up half of the time that it has left, and ends so much earlier. False: it holds nothing that would help, less
 * than a minute would be left, or its carrier could not be told.
 */
export async function shareLimit(sid: string, account: Account, now: number): Promise<boolean> {
  const shared = await untilCommitted(sid, () => shortened(sid, account, now));
  return shared !== undefined && (shared.limitAsked !== true || isLimitTold(shared, now));
}

/** The call with the limit that it has now; undefined where it can give up nothing. */
async function shortened(sid: string, account: Account, now: number): Promise<Call | 'lost' | undefined> {
  const call = await loadCall(sid);
  if (call === undefined || isFinal(call.status)) return undefined;
  const left = secondsLeftAtMost(call, now);
  const half = Math.floor(left / 2);
  if (BigInt(half) < secondsMin) return undefined;
  const most = (call.limitMaxSeconds ?? call.limitSeconds) - left + half;
  const writes = await shrinkUse(account, heldUseOf(call), BigInt(most), now);
  if (writes === undefined) return undefined;
  const soon = extendKeys(call, now + limitToldMilliseconds);
  const limits =
    most < call.limitSeconds
      ? { limitSeconds: most, limitMaxSeconds: undefined, limitAsked: true, ...soon }
      : { limitMaxSeconds: most };
  const result = await commit([putChangedCall(call, { ...limits, updatedAt: now }), ...writes]);
  return result === 'lost' ? 'lost' : loadCall(sid);
}
