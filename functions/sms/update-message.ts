import * as z from 'zod/mini';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { type Answer, json } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { isFinal, redacted } from './message.ts';
import { priced } from './representation.ts';
import { loadMessageOf, storeChange } from './store-message.ts';

/** Parameters of `POST ~/Messages/{Sid}.json` (OpenAPI: UpdateMessage). */
export const UpdateMessage = z.object({
  Sid: z.string(),
  Body: z.optional(z.string().check(z.maxLength(0, 'a message’s text can only be taken away: send an empty Body'))),
  Status: z.optional(z.undefined('only a scheduled message can be canceled, and this one is not scheduled')),
});

/** Redacts a message: its text goes, what was counted and billed stays. A message on its way still needs its text. */
export async function updateMessage({
  parameters: { Sid, Body },
  account,
  uri,
  now,
}: TenantRequest<z.infer<typeof UpdateMessage>>): Promise<Answer | Refusal> {
  const message = await loadMessageOf(account.sid, Sid);
  if (message === undefined) return refuse(20404, uri.path);
  if (Body === undefined) return refuse(20001, 'Body: an empty one is what can be set');
  if (isOnItsWay(message)) return refuse(20409, `the message is ${message.status}`);
  const after = redacted(message, now);
  if ((await storeChange(account, message, after)) === 'lost') return refuse(20409, 'the message is being changed');
  return json(await priced(after, account));
}

/** Neither ended nor closed: the carrier may still be asked to send it. */
const isOnItsWay = ({
  status,
  finalizedAt,
}: {
  status: Parameters<typeof isFinal>[0];
  finalizedAt?: number | undefined;
}) => finalizedAt === undefined && !isFinal(status);
