import { callback } from '../../lib/program/callback.ts';
import type { Consequence } from '../../lib/store/outbox.ts';
import type { Message } from './message.ts';

/** What a program is told of a message's new status, with Twilio's parameters; nothing if it did not ask. */
export function statusCallback(message: Message): Consequence[] {
  if (message.statusCallback === undefined) return [];
  return [
    callback({
      ...message.statusCallback,
      parameters: {
        AccountSid: message.accountSid,
        ApiVersion: '2010-04-01',
        From: message.from,
        To: message.to,
        MessageSid: message.sid,
        SmsSid: message.sid,
        MessageStatus: message.status,
        SmsStatus: message.status,
        ...(message.errorCode !== undefined && { ErrorCode: String(message.errorCode) }),
      },
    }),
  ];
}
