import { giveBackUse } from '../../lib/limit/reserved-use.ts';
import { commit } from '../../lib/store/commit.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { loadCall, putChangedCall } from './call-store.ts';
import { heldRides } from './hold-for-ride.ts';
import { settleOverdueCall } from './settle-overdue-call.ts';

/**
 * A call has been over for a while. What rode on it is over too: a leg of which nobody told the end is settled with its
 * carrier, and what was kept back for legs that were never dialled is given back.
 */
export async function settleRides(sid: string, now: number): Promise<void> {
  const call = await loadCall(sid);
  if (call?.rides === undefined || !isFinal(call.status)) return;
  for (const { meter, sid: rideSid, legSid } of await heldRides(call)) {
    const leg = legSid === undefined ? undefined : await loadCall(legSid);
    if (leg !== undefined && !isFinal(leg.status)) await settleOverdueCall(leg.sid, now);
    else await commit(await giveBackUse(call.accountSid, meter, rideSid));
  }
  await untilCommitted(sid, async () => {
    const current = await loadCall(sid);
    if (current === undefined || (await heldRides(current)).length > 0) return 'committed';
    return commit([putChangedCall(current, { rides: undefined, duePK: undefined, dueSK: undefined })]);
  });
}
