import { EndCallInput, PlaceCallInput } from '../../lib/call/requested-call.ts';
import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { endRequestedCall } from './end-requested-call.ts';
import { extendCall } from './extend-call.ts';
import { placeRequestedCall } from './place-requested-call.ts';
import { placeWaitingCall } from './place-waiting-call.ts';
import { settleOverdueCall } from './settle-overdue-call.ts';
import { settleRides } from './settle-rides.ts';
import { settleOverdueStream } from './stream/settle-overdue-stream.ts';

/**
 * What is asked of calls: to be placed or ended for a conference; and by time, whose turn has come, whose money ends, whose legs are over
 * with them, and what ought to have ended.
 */
export const handler = consumeQueue({
  actions: {
    'call.place': ({ accountSid, input }, now) => placeRequestedCall(accountSid, PlaceCallInput.parse(input), now),
    'call.end': ({ input }, now) => endRequestedCall(EndCallInput.parse(input).callSid, now),
  },
  due: {
    'call.place': ({ id }, now) => placeWaitingCall(id, now),
    'call.hold': ({ id }, now) => extendCall(id, now),
    'call.rides': ({ id }, now) => settleRides(id, now),
    'call.overdue': ({ id }, now) => settleOverdueCall(id, now),
    'stream.overdue': ({ id }, now) => settleOverdueStream(id, now),
  },
});
