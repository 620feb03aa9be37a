import { endOf } from '../../../lib/call/riding.ts';
import { log } from '../../../lib/http/log.ts';
import { commit } from '../../../lib/store/commit.ts';
import { isFinal } from '../call.ts';
import { loadCall } from '../call-store.ts';
import { overdueAfterMilliseconds } from '../overdue.ts';
import { overdueKeys } from './new-stream.ts';
import { noteStream } from './note-stream.ts';
import { loadStream, putChangedStream } from './stream-store.ts';

/**
 * A stream ought to have ended and nobody told us: it ended with its call, at the latest. While the call lives, which
 * sees to its own end, the stream is looked at again.
 */
export async function settleOverdueStream(sid: string, now: number): Promise<void> {
  const stream = await loadStream(sid);
  if (stream === undefined || stream.status === 'stopped') return;
  const call = await loadCall(stream.callSid);
  if (call !== undefined && !isFinal(call.status)) {
    await commit([putChangedStream(stream, overdueKeys(sid, now + overdueAfterMilliseconds))]);
    return;
  }
  log.warn('A stream is overdue', { sid, callSid: stream.callSid });
  await noteStream(sid, {}, { event: 'stopped', at: (call && endOf(call)) ?? now, error: undefined }, now);
}
