import * as z from 'zod/mini';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { eraseMediaOf } from './keep-media.ts';
import { isFinal, type Message, redacted } from './message.ts';
import { redactCopies } from './redact-copies.ts';
import { priced } from './representation.ts';
import { canceled } from './sending.ts';
import { loadMessageOf, storeChange } from './store-message.ts';

/** Parameters of `POST ~/Messages/{Sid}.json` (OpenAPI: UpdateMessage). */
export const UpdateMessage = z.object({
  Sid: z.string(),
  Body: z.optional(z.string().check(z.maxLength(0, 'a message’s text can only be taken away: send an empty Body'))),
  Status: z.optional(z.literal('canceled', 'canceled is all that it can be set to')),
});

/**
 * Cancels a scheduled message (30409 for any other), or redacts one: its text goes, here and in the outbox, and what was
 * counted and billed stays. A message on its way still needs its text.
 */
export async function updateMessage({
  parameters: { Sid, Body, Status },
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateMessage>>): Promise<Answer | Refusal> {
  const message = await loadMessageOf(account.sid, Sid);
  if (message === undefined) return refuse(20404, uri.path);
  if (Body === undefined && Status === undefined) return refuse(20001, 'Body: an empty one is what can be set');
  const after = Status === undefined ? await withoutText(message, now) : cancel(message, now);
  if (isRefusal(after)) return after;
  if ((await storeChange(account, message, after)) === 'lost') return refuse(20409, 'the message is being changed');
  return json(await priced(after, account));
}

const cancel = (message: Message, now: number): Message | Refusal =>
  canceled(message, now) ?? refuse(30409, `it is ${message.status}`);

async function withoutText(message: Message, now: number): Promise<Message | Refusal> {
  if (isOnItsWay(message)) return refuse(20409, `the message is ${message.status}`);
  await Promise.all([redactCopies(message), eraseMediaOf(message.sid, now)]);
  return redacted(message, now);
}

/** Neither ended nor closed: the carrier may still be asked to send it. */
const isOnItsWay = ({ status, finalizedAt }: Message): boolean => finalizedAt === undefined && !isFinal(status);
