import type { SignedParameters } from '../../lib/program/signature.ts';
import type { Message } from './message.ts';

const optOut = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const optIn = ['START', 'YES', 'UNSTOP'];
const help = ['HELP', 'INFO'];

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

/** A keyword by which a person stops or starts messages: the carrier answers it, the program is told. */
function optOutType(body: string): SignedParameters {
  const keyword = body.trim().toUpperCase();
  if (optOut.includes(keyword)) return { OptOutType: 'STOP' };
  if (optIn.includes(keyword)) return { OptOutType: 'START' };
  return help.includes(keyword) ? { OptOutType: 'HELP' } : {};
}
