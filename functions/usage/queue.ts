import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { checkTriggers } from './check-triggers.ts';

/** What is asked of usage: looks at the triggers of an account of which something was rated. */
export const handler = consumeQueue({ actions: { 'triggers.check': checkTriggers }, due: {} });
