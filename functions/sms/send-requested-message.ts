import { isRefusal } from '../../lib/error/catalogue.ts';
import type { SendMessageInput } from '../../lib/message/send-message.ts';
import { commit } from '../../lib/store/commit.ts';
import { notify } from '../../lib/store/notification.ts';
import { admitMessage } from './admit-message.ts';
import { handToCarrier } from './hand-to-carrier.ts';
import { type Message, outbound } from './message.ts';
import { loadMessage, newMessage } from './store-message.ts';

/**
 * The action `message.send`: sends a message that a call, another message or a recording asked for. A message of that
 * SID that is there already was taken before: asking the carrier again could send it twice. What the account may not
 * send is a Notification.
 */
export async function sendRequestedMessage(accountSid: string, input: SendMessageInput, now: number): Promise<void> {
  const { messageSid: sid, causedBy, body, mediaUrls } = input;
  if ((await loadMessage(sid)) !== undefined) return;
  const admitted = await admitMessage(accountSid, input);
  if (isRefusal(admitted)) {
    const { code: errorCode, message } = admitted;
    await notify([{ accountSid, resourceSid: causedBy, severity: 'error', errorCode, message, at: now }]);
    return;
  }
  const { account, from, to, version: configurationVersion } = admitted;
  const statusCallback = input.statusCallback ?? admitted.statusCallback;
  const media = mediaUrls.map((url) => ({ url }));
  const asked = { sid, accountSid, from, to, body, media, causedBy, configurationVersion };
  const direction = directionOf(causedBy);
  const message = outbound({ ...asked, direction, ...(statusCallback && { statusCallback }) }, now);
  if ((await commit(newMessage(account, message))) === 'lost') return;
  await handToCarrier(account, message, now);
}

/** A call's TwiML, or the answer to a message; all else is asked for through the platform's own configuration. */
function directionOf(causedBy: string): Message['direction'] {
  if (causedBy.startsWith('CA')) return 'outbound-call';
  return /^(SM|MM)/.test(causedBy) ? 'outbound-reply' : 'outbound-api';
}
