import { segmentsOf } from '../../../segment/segment.ts';
import type { Message, MessageStatus } from '../network/message.ts';
import type { Network } from '../network/network.ts';

type Given = Pick<Message, 'direction' | 'from' | 'to' | 'body' | 'mediaUrls' | 'status'> &
  Partial<Pick<Message, 'statusCallback'>>;

/** Registers a new message. */
export function newMessage(network: Network, given: Given): Message {
  const now = network.clock.now();
  const { count, encoding } = segmentsOf(given.body);
  const message: Message = {
    statusCallback: undefined,
    ...given,
    sid: network.newSid(given.mediaUrls.length > 0 ? 'MM' : 'SM'),
    segments: Math.max(count, 1),
    encoding,
    createdAt: now,
    sentAt: given.status === 'received' ? now : undefined,
    updatedAt: now,
    errorCode: undefined,
    errorMessage: undefined,
  };
  network.messages.set(message.sid, message);
  return message;
}

/** Moves a message to its next status and tells the rest of the carrier. */
export function moveMessage(network: Network, message: Message, status: MessageStatus): void {
  message.status = status;
  message.updatedAt = network.clock.now();
  if (status === 'sent') message.sentAt = message.updatedAt;
  network.events.tell('message moved', message);
}
