import { admit } from '../../lib/access/standing.ts';
import { isRefusal } from '../../lib/error/catalogue.ts';
import type { Message } from './message.ts';
import { sms } from './micro-service.ts';
import { isStopped } from './opt-out.ts';
import { senderRefusal } from './sender.ts';

/** Why a message that waited is not sent, by Twilio's number; else how fast its sender may send. */
export type StillAdmitted = { readonly errorCode: number } | { readonly messagesPerSecond: number };

export const accountSuspended = 30002;
const messageBlocked = 30004;
const unsubscribed = 21610;

/**
 * Whether a message that waited may still be sent: meanwhile its account may have been suspended (30002), messages
 * switched off (30004), its number given back and rented by another (21606), and its receiver may have said STOP (21610).
 */
export async function stillAdmitted(message: Message): Promise<StillAdmitted> {
  const { accountSid, from, to, mediaCount } = message;
  const standing = await admit(accountSid, sms);
  if (isRefusal(standing)) return { errorCode: standing.code === 20005 ? accountSuspended : messageBlocked };
  const { settings } = standing;
  const refusal = await senderRefusal(accountSid, { from, to, withMedia: mediaCount > 0 }, settings);
  if (refusal !== undefined) return { errorCode: refusal.code };
  const stopped = message.confirmsOptOut !== true && (await isStopped({ accountSid, own: from, person: to }));
  if (stopped) return { errorCode: unsubscribed };
  return { messagesPerSecond: settings.MessagesPerSecondOf[from] ?? settings.MessagesPerSecond };
}
