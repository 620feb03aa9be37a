import { giveBackUse } from '../../../lib/limit/reserved-use.ts';
import { commit } from '../../../lib/store/commit.ts';
import type { Ride } from '../ride.ts';
import { settleOverdueStream } from './settle-overdue-stream.ts';
import { loadStream, putChangedStream } from './stream-store.ts';

/**
 * The call that bears a stream's ride has been over for a while: so is the stream, and one whose start nobody told is not
 * billed any more, whatever is heard later. What was held for it is given back.
 */
export async function settleRidingStream(accountSid: string, { meter, sid, useSid }: Ride, now: number): Promise<void> {
  if (useSid !== undefined) await settleOverdueStream(useSid, now);
  const stream = useSid === undefined ? undefined : await loadStream(useSid);
  if (stream !== undefined && (stream.status !== 'stopped' || stream.finalizedAt !== undefined)) return;
  const over = stream === undefined ? [] : [putChangedStream(stream, { finalizedAt: now })];
  await commit([...over, ...(await giveBackUse(accountSid, meter, sid))]);
}
