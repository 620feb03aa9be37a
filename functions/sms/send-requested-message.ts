import { isRefusal, type Refusal } from '../../lib/error/catalogue.ts';
import type { SendMessageInput } from '../../lib/message/send-message.ts';
import { notify } from '../../lib/store/notification.ts';
import { admitMessage } from './admit-message.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { holdForSlot } from './hold-for-slot.ts';
import { type Message, outbound } from './message.ts';
import { loadMessage } from './store-message.ts';
import { storeNewMessage } from './store-new-message.ts';
import { takeSlot } from './take-slot.ts';

/**
 * The action `message.send`: sends a message that a call, another message or a recording asked for. A message of that
 * SID that is there already was taken before: asking the carrier again could send it twice. What the account may not
 * send is a Notification.
 */
export async function sendRequestedMessage(accountSid: string, input: SendMessageInput, now: number): Promise<void> {
  const { messageSid: sid, causedBy, body, mediaUrls, confirmsOptOut } = input;
  if ((await loadMessage(sid)) !== undefined) return;
  const admitted = await admitMessage(accountSid, input);
  if (isRefusal(admitted)) return tell(accountSid, causedBy, admitted, now);
  const { account, from, to, version: configurationVersion } = admitted;
  const slotAt = await takeSlot({ accountSid, from }, admitted.messagesPerSecond, now);
  if (isRefusal(slotAt)) return tell(accountSid, causedBy, slotAt, now);
  const statusCallback = input.statusCallback ?? admitted.statusCallback;
  const media = mediaUrls.map((url) => ({ url }));
  const confirms = confirmsOptOut === true ? { confirmsOptOut } : {};
  const asked = { sid, accountSid, from, to, body, media, causedBy, configurationVersion, ...confirms };
  const direction = directionOf(causedBy);
  const wanted = outbound({ ...asked, direction, ...(statusCallback && { statusCallback }) }, now, slotAt);
  const message = await storeNewMessage(account, wanted);
  if (message === 'there') return;
  if (isRefusal(message)) return tell(accountSid, causedBy, message, now);
  if (message.askedAt === undefined) await holdForSlot(message, now);
  else await handToCarrier(account, message, now);
}

const tell = (accountSid: string, resourceSid: string, { code: errorCode, message }: Refusal, at: number) =>
  notify([{ accountSid, resourceSid, severity: 'error', errorCode, message, at }]);

/** A call's TwiML, or the answer to a message; all else is asked for through the platform's own configuration. */
function directionOf(causedBy: string): Message['direction'] {
  if (causedBy.startsWith('CA')) return 'outbound-call';
  return /^(SM|MM)/.test(causedBy) ? 'outbound-reply' : 'outbound-api';
}
