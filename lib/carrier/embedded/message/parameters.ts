import { geography } from '../call/country.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';

const contentTypes: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  wav: 'audio/wav',
};

/** A media file's type by its name's ending. */
const contentTypeOf = (url: string): string =>
  contentTypes[/\.(\w+)(?:\?.*)?$/.exec(url)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';

/** What a webhook about an inbound message carries, in Twilio's names. */
export function inboundParameters(network: Network, message: Message): Record<string, string> {
  const media = message.mediaUrls.flatMap((url, index) => [
    [`MediaUrl${index}`, url],
    [`MediaContentType${index}`, contentTypeOf(url)],
  ]);
  return {
    ...sids(network, message),
    SmsMessageSid: message.sid,
    From: message.from,
    To: message.to,
    Body: message.body,
    SmsStatus: 'received',
    NumSegments: String(message.segments),
    NumMedia: String(message.mediaUrls.length),
    ApiVersion: '2010-04-01',
    ...geography(message.from, message.to),
    ...Object.fromEntries(media),
  };
}

/** What a message's status callback carries. */
export const statusParameters = (network: Network, message: Message): Record<string, string> => ({
  ...sids(network, message),
  From: message.from,
  To: message.to,
  MessageStatus: message.status,
  SmsStatus: message.status,
  ApiVersion: '2010-04-01',
  ...(message.errorCode === undefined ? {} : { ErrorCode: String(message.errorCode) }),
});

const sids = ({ accountSid }: Network, { sid }: Message) => ({ MessageSid: sid, SmsSid: sid, AccountSid: accountSid });
