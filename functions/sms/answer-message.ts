import { applicationLogicOf } from '../../lib/access/application-logic.ts';
import { keyFor } from '../../lib/access/data-key.ts';
import { messageLogicOf } from '../../lib/access/endpoint-logic.ts';
import { admit } from '../../lib/access/standing.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import { log } from '../../lib/http/log.ts';
import { messageToSend } from '../../lib/message/send-message.ts';
import { commit } from '../../lib/store/commit.ts';
import { notify } from '../../lib/store/notification.ts';
import { loadNumberByMapping } from '../../lib/store/number.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import { revised } from '../../lib/store/revision.ts';
import { sidOf } from '../../lib/store/sid.ts';
import type { TwimlMessage } from '../../lib/twiml/message.ts';
import { askForReply } from './ask-for-reply.ts';
import { keepingOf, keepMedia, keepMediaOf } from './keep-media.ts';
import type { Message } from './message.ts';
import { sms } from './micro-service.ts';
import { changedMessage, loadMessage } from './store-message.ts';

/**
 * The action `message.answer`: the program is asked what to do with a message that came in, and what it answers is
 * sent. Taking the answer and asking for its messages is one transaction: delivered twice, the action asks the
 * program twice at most and sends once.
 */
export async function answerMessage(sid: string, now: number): Promise<void> {
  const message = await loadMessage(sid);
  if (message === undefined || message.answeredAt !== undefined || message.deletedAt !== undefined) return;
  const standing = await admit(message.accountSid, sms);
  const owner = await loadNumberByMapping(message.to);
  if (isRefusal(standing) || owner?.accountSid !== message.accountSid) {
    log.warn('A message is not answered', { sid, reason: isRefusal(standing) ? standing.code : 'number given back' });
    return;
  }
  const program = applicationLogicOf(await messageLogicOf(owner.number), standing.settings);
  if (program === undefined) return keepMediaOf(sid, now);
  const { media, failures } = await keepMedia(message, now);
  const asked = { ...message, media };
  const { messages, notices } = await askForReply(standing.account, asked, program.place, program.fallback, now);
  await notify(notices);
  const replies = await Promise.all(messages.map((reply, index) => replyTo(message, reply, index)));
  // What the carrier did not give is asked for until it does; the program does not wait for it.
  const actions = failures.length > 0 ? [...replies, ...keepingOf(message)] : replies;
  const answered = revised(message, { answeredAt: now, outboxCount: message.outboxCount + actions.length });
  const result = await commit(changedMessage(standing.account, message, answered, actions));
  if (result === 'lost') throw new Error(`Message ${sid} changed while its program was asked`);
}

/** A reply's SID follows from the message that it answers and its place among the replies. */
async function replyTo(message: Message, reply: TwimlMessage, index: number): Promise<Consequence> {
  const { to = message.from, from = message.to, body, mediaUrls, statusCallback } = reply;
  const prefix = mediaUrls.length > 0 ? 'MM' : 'SM';
  return messageToSend({
    messageSid: sidOf(prefix, await keyFor('sid'), ['reply', message.sid, String(index)]),
    from,
    to,
    body,
    mediaUrls: [...mediaUrls],
    ...(statusCallback && { statusCallback }),
    causedBy: message.sid,
  });
}
