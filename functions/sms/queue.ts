import { SendMessageInput } from '../../lib/message/send-message.ts';
import { consumeQueue } from '../../lib/queue/consume-queue.ts';
import { answerMessage } from './answer-message.ts';
import { keepMediaOf } from './keep-media.ts';
import { onMessageOverdue, onMessageToSend, onMessageToSettle } from './on-due-message.ts';
import { sendRequestedMessage } from './send-requested-message.ts';

/** What is asked of messages: to be sent, to be answered by their program, and what their time brings. */
export const handler = consumeQueue({
  actions: {
    'message.send': ({ accountSid, input }, now) =>
      sendRequestedMessage(accountSid, SendMessageInput.parse(input), now),
    'message.answer': ({ sid }, now) => answerMessage(sid, now),
    'message.keepMedia': ({ sid }, now) => keepMediaOf(sid, now),
  },
  due: { 'message.send': onMessageToSend, 'message.settle': onMessageToSettle, 'message.overdue': onMessageOverdue },
});
