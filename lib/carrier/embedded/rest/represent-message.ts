import { messagePrice } from '../cost.ts';
import type { Message } from '../network/message.ts';
import type { Network } from '../network/network.ts';
import { rfc2822 } from '../network/timestamp.ts';

/** A message as Twilio's Messages resource. */
export function representMessage(network: Network, message: Message) {
  const uri = `/2010-04-01/Accounts/${network.accountSid}/Messages/${message.sid}`;
  return {
    sid: message.sid,
    account_sid: network.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === undefined ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode ?? null,
    error_message: message.errorMessage ?? null,
    from: message.from,
    messaging_service_sid: null,
    num_media: String(message.mediaUrls.length),
    num_segments: String(message.segments),
    price: messagePrice(message),
    price_unit: 'USD',
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}
