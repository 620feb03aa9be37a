import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { settleOverdueCall } from './settle-overdue-call.ts';

/** What is asked of calls by time: those that ought to have ended. */
export const handler = consumeQueue({
  actions: {},
  due: { 'call.overdue': ({ id }, now) => settleOverdueCall(id, now) },
});
