import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { settleNumber } from './settle-number.ts';

/** What is asked of numbers by time: purchases and releases of which nobody saw the end. */
export const handler = consumeQueue({
  actions: {},
  due: { 'number.unsettled': ({ id }, now) => settleNumber(id, now) },
});
