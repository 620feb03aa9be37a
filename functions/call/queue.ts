import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { placeWaitingCall } from './place-waiting-call.ts';
import { settleOverdueCall } from './settle-overdue-call.ts';

/** What is asked of calls by time: those whose turn has come, and those that ought to have ended. */
export const handler = consumeQueue({
  actions: {},
  due: {
    'call.place': ({ id }, now) => placeWaitingCall(id, now),
    'call.overdue': ({ id }, now) => settleOverdueCall(id, now),
  },
});
