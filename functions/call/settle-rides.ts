import { callOver } from '../../lib/call/requested-call.ts';
import { giveBackUse } from '../../lib/limit/reserved-use.ts';
import { commit } from '../../lib/store/commit.ts';
import { putConsequences } from '../../lib/store/outbox.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import { isFinal } from './call.ts';
import { type Call, loadCall, putChangedCall } from './call-store.ts';
import { streamKind } from './hold-for-document.ts';
import { heldRides } from './hold-for-ride.ts';
import { call as service } from './micro-service.ts';
import { ridesOverKeys } from './move-call.ts';
import type { Ride } from './ride.ts';
import { settleOverdueCall } from './settle-overdue-call.ts';
import { settleRidingStream } from './stream/settle-riding-stream.ts';

/**
 * A call has been over for a while. What rode on it is over too: a leg or stream of which nobody told the end is settled, a conference is
 * asked to settle who was in it, and what was kept back for what never came to be is given back. What lives on all the same is looked
 * at again.
 */
export async function settleRides(sid: string, now: number): Promise<void> {
  const call = await loadCall(sid);
  if (call?.rides === undefined || !isFinal(call.status)) return;
  for (const ride of await heldRides(call)) {
    if (ride.meter === streamKind.meter) await settleRidingStream(call.accountSid, ride, now);
    else if (ride.microService === service.name) await settleLeg(call.accountSid, ride, now);
  }
  await untilCommitted(sid, async () => {
    const current = await loadCall(sid);
    if (current === undefined) return 'committed';
    const rides = await heldRides(current);
    if (rides.length === 0)
      return commit([putChangedCall(current, { rides: undefined, duePK: undefined, dueSK: undefined })]);
    const asked = othersOf(current, rides);
    const outboxCount = current.outboxCount + asked.length;
    return commit([
      putChangedCall(current, { rides, outboxCount, ...ridesOverKeys(sid, now) }),
      ...putConsequences(current, asked, now),
    ]);
  });
}

async function settleLeg(accountSid: string, { meter, sid, useSid }: Ride, now: number): Promise<void> {
  const leg = useSid === undefined ? undefined : await loadCall(useSid);
  if (leg !== undefined && !isFinal(leg.status)) await settleOverdueCall(leg.sid, now);
  else await commit(await giveBackUse(accountSid, meter, sid));
}

/** The calls whose stays in conferences are to be settled: this one, or legs of it. */
function othersOf(call: Call, rides: readonly Ride[]) {
  const riders = rides.flatMap(({ microService, callSid = call.sid }) =>
    microService === service.name ? [] : [callSid],
  );
  return [...new Set(riders)].map((callSid) => callOver(callSid));
}
