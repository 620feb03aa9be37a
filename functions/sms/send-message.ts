import * as z from 'zod/mini';
import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import { type Answer, created } from '../../lib/http/answer.ts';
import type { TenantRequest } from '../../lib/http/api.ts';
import { many, optionalFlag, optionalInteger, optionalText, optionalUrl, required } from '../../lib/http/parameter.ts';
import { smartEncoded } from '../../lib/segment/smart-encoding.ts';
import { admitMessage } from './admit-message.ts';
import { handOrRefuse } from './hand-to-carrier.ts';
import { holdForSlot } from './hold-for-slot.ts';
import { outbound } from './message.ts';
import { priced } from './representation.ts';
import { requestedCallback } from './requested-callback.ts';
import { sendAtOf } from './schedule.ts';
import { loadMessageOf } from './store-message.ts';
import { storeNewMessage } from './store-new-message.ts';
import { takeSlot } from './take-slot.ts';

const notOffered = z.optional(z.undefined('is not offered'));

/** Parameters of `POST ~/Messages.json` (OpenAPI: CreateMessage). */
export const SendMessage = z.object({
  MessagingServiceSid: notOffered,
  ContentSid: notOffered,
  ScheduleType: z.optional(z.literal('fixed', 'must be fixed')),
  SendAt: optionalText(64),
  ValidityPeriod: optionalInteger(1, 36_000, 21624),
  SmartEncoded: optionalFlag(),
  To: required(21604, 64),
  From: required(21603, 64),
  Body: z.optional(z.string()),
  MediaUrl: many(),
  StatusCallback: optionalUrl(21609),
  ApplicationSid: optionalText(34),
});

/**
 * Sends a message: admitted, stored, and only then is the carrier asked; above its sender's rate it waits for its slot.
 * What the carrier calls bad input is refused and not kept; what it refuses otherwise is a message that has failed, with
 * the carrier's reason.
 */
export async function sendMessage({
  parameters,
  account: payer,
  now,
  newSid,
  repeated,
}: TenantRequest<z.infer<typeof SendMessage>>): Promise<Answer | Refusal> {
  const accountSid = payer.sid;
  const { To, From, MediaUrl: mediaUrls = [], ValidityPeriod: validitySeconds } = parameters;
  const body = parameters.SmartEncoded === true ? parameters.Body && smartEncoded(parameters.Body) : parameters.Body;
  const sid = newSid(mediaUrls.length > 0 ? 'MM' : 'SM');
  const earlier = repeated ? await loadMessageOf(accountSid, sid) : undefined;
  if (earlier !== undefined) return created(await priced(earlier, payer));
  const url = await requestedCallback(accountSid, parameters);
  if (isRefusal(url)) return url;
  const sendAt = sendAtOf(parameters, now);
  if (isRefusal(sendAt)) return sendAt;
  const admitted = await admitMessage(accountSid, { to: To, from: From, body, mediaUrls });
  if (isRefusal(admitted)) return admitted;
  const { account, from, to, version, statusCallback: standing, messagesPerSecond } = admitted;
  const statusCallback = url === undefined ? standing : { url, method: 'POST' as const };
  const slotAt = sendAt === undefined ? await takeSlot({ accountSid, from }, messagesPerSecond, now) : sendAt;
  if (isRefusal(slotAt)) return slotAt;
  const wanted = outbound(
    {
      sid,
      accountSid,
      direction: 'outbound-api',
      from,
      to,
      body: body ?? '',
      media: mediaUrls.map((mediaUrl) => ({ url: mediaUrl })),
      configurationVersion: version,
      ...(statusCallback && { statusCallback }),
      ...(sendAt !== undefined && { sendAt }),
      ...(validitySeconds !== undefined && { validitySeconds }),
    },
    now,
    slotAt,
  );
  const message = await storeNewMessage(account, wanted);
  if (message === 'there') throw new Error(`${sid} was there already`);
  if (isRefusal(message)) return message;
  if (message.askedAt === undefined) {
    await holdForSlot(message, now);
    return created(await priced(message, account));
  }
  const sent = await handOrRefuse(account, message, now);
  return isRefusal(sent) ? sent : created(await priced(sent, account));
}
