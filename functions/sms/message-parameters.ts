import type { SignedParameters } from '../../lib/program/signature.ts';
import type { Message } from './message.ts';
import { optOutTypeOf } from './opt-out-keyword.ts';

/** Twilio's parameters with which a program is asked about a message that came in. */
export const messageParameters = (message: Message): SignedParameters => ({
  AccountSid: message.accountSid,
  ApiVersion: '2010-04-01',
  Body: message.body,
  From: message.from,
  MessageSid: message.sid,
  NumMedia: String(message.media.length),
  NumSegments: String(message.segments),
  SmsMessageSid: message.sid,
  SmsSid: message.sid,
  SmsStatus: 'received',
  To: message.to,
  ...Object.fromEntries(
    message.media.flatMap(({ url, contentType }, index) => [
      [`MediaUrl${index}`, url],
      [`MediaContentType${index}`, contentType ?? 'application/octet-stream'],
    ]),
  ),
  ...optOutType(message.body),
});

/** A keyword by which a person stops or starts messages: it is answered already, and the program is told. */
function optOutType(body: string): SignedParameters {
  const type = optOutTypeOf(body);
  return type === undefined ? {} : { OptOutType: type };
}
