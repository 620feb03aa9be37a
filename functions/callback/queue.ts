import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { retryCallback, sendCallback } from './send-callback.ts';

/** Event callbacks: a first attempt from the outbox, later ones from this queue or, after a longer wait, from what is due. */
export const handler = consumeQueue({
  actions: { 'callback.send': sendCallback },
  due: { 'callback.retry': retryCallback },
});
