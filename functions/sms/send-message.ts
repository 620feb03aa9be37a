import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { many, optionalUrl, required } from '../../lib/http/parameter.ts';
import { commit } from '../../lib/store/commit.ts';
import { newSid } from '../../lib/store/sid.ts';
import { admitMessage } from './admit-message.ts';
import { handOrRefuse } from './hand-to-carrier.ts';
import { holdForSlot } from './hold-for-slot.ts';
import { outbound } from './message.ts';
import { priced } from './representation.ts';
import { newMessage } from './store-message.ts';
import { takeSlot } from './take-slot.ts';

const notOffered = z.optional(z.undefined('is not offered'));

/** Parameters of `POST ~/Messages.json` (OpenAPI: CreateMessage). */
export const SendMessage = z.object({
  MessagingServiceSid: notOffered,
  ContentSid: notOffered,
  ScheduleType: notOffered,
  SendAt: notOffered,
  To: required(21604, 64),
  From: required(21603, 64),
  Body: z.optional(z.string()),
  MediaUrl: many(),
  StatusCallback: optionalUrl(21609),
});

/**
 * Sends a message: admitted, stored, and only then is the carrier asked; above its sender's rate it waits for its slot. What the carrier calls bad input is refused
 * and not kept; what it refuses otherwise is a message that has failed, with the carrier's reason.
 */
export async function sendMessage({
  parameters,
  account: { sid: accountSid },
  now,
}: TenantRequest<z.infer<typeof SendMessage>>): Promise<Answer | Refusal> {
  const { To, From, Body: body, MediaUrl: mediaUrls = [], StatusCallback: url } = parameters;
  const admitted = await admitMessage(accountSid, { to: To, from: From, body, mediaUrls });
  if (isRefusal(admitted)) return admitted;
  const { account, from, to, version, statusCallback: standing, messagesPerSecond } = admitted;
  const statusCallback = url === undefined ? standing : { url, method: 'POST' as const };
  const slotAt = await takeSlot({ accountSid, from }, messagesPerSecond, now);
  if (isRefusal(slotAt)) return slotAt;
  const message = outbound(
    {
      sid: newSid(mediaUrls.length > 0 ? 'MM' : 'SM'),
      accountSid,
      direction: 'outbound-api',
      from,
      to,
      body: body ?? '',
      media: mediaUrls.map((mediaUrl) => ({ url: mediaUrl })),
      configurationVersion: version,
      ...(statusCallback && { statusCallback }),
    },
    now,
    slotAt,
  );
  if ((await commit(newMessage(account, message))) === 'lost') throw new Error(`${message.sid} was there already`);
  if (message.askedAt === undefined) {
    await holdForSlot(message, now);
    return created(await priced(message, account));
  }
  const sent = await handOrRefuse(account, message, now);
  return isRefusal(sent) ? sent : created(await priced(sent, account));
}
