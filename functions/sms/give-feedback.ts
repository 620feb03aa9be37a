import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { revised } from '../../lib/store/revision.ts';
import { untilCommitted } from '../../lib/store/until-committed.ts';
import type { Message } from './message.ts';
import { loadMessageOf, storeChange } from './store-message.ts';

/** Parameters of `POST ~/Messages/{MessageSid}/Feedback.json` (OpenAPI: CreateMessageFeedback). */
export const GiveFeedback = z.object({
  MessageSid: z.string(),
  Outcome: z._default(z.enum(['confirmed', 'unconfirmed'], 'must be confirmed or unconfirmed'), 'confirmed'),
});

/**
 * Keeps what a program says of a message that it sent: whether its receiver did what the message was for. Said again,
 * it takes the place of what was said before.
 */
export async function giveFeedback({
  parameters: { MessageSid, Outcome },
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof GiveFeedback>>): Promise<Answer | Refusal> {
  const outcome = await untilCommitted<Message | Refusal>(MessageSid, async () => {
    const message = await loadMessageOf(account.sid, MessageSid);
    if (message === undefined) return refuse(20404, uri.path);
    if (message.direction === 'inbound') return refuse(20001, 'feedback is given on messages that were sent');
    const createdAt = message.feedback?.createdAt ?? now;
    const after = revised(message, { feedback: { outcome: Outcome, createdAt, updatedAt: now } });
    return (await storeChange(account, message, after)) === 'lost' ? 'lost' : after;
  });
  return isRefusal(outcome) ? outcome : json(representation(outcome));
}

/** Feedback as Twilio's API shows it (OpenAPI: `api.v2010.account.message.message_feedback`). */
const representation = ({ accountSid, sid, feedback }: Message) => ({
  account_sid: accountSid,
  message_sid: sid,
  outcome: feedback?.outcome ?? null,
  date_created: feedback === undefined ? null : rfc2822(feedback.createdAt),
  date_updated: feedback === undefined ? null : rfc2822(feedback.updatedAt),
  uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Feedback.json`,
});
