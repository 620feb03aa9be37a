import type { MessageFacts } from '../../lib/carrier/carrier.ts';
import type { MessageStatus } from './message.ts';

/** A carrier's words for what becomes of a message, in ours. What was read was delivered. */
export const statusOf: Readonly<Record<MessageFacts['status'], MessageStatus>> = {
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  received: 'received',
};
