import { catalogue, isErrorCode } from '../../lib/error/catalogue.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { formatNano, type Nano, negate } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Message } from './message.ts';

/**
 * A message as Twilio's API shows it (OpenAPI: api.v2010.account.message). `price` is the ledger's amount; `null` is
 * shown until it is rated, then the amount, negative as Twilio has it.
 */
export function representation(message: Message, account: Pick<Account, 'currency'>, price: Nano | undefined) {
  const { sid, accountSid, errorCode, sentAt } = message;
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`;
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    messaging_service_sid: null,
    from: message.from,
    to: message.to,
    body: message.body,
    direction: message.direction,
    status: message.status,
    num_segments: String(message.segments),
    num_media: String(message.mediaCount),
    error_code: errorCode ?? null,
    error_message: errorCode === undefined ? null : textOf(errorCode),
    price: price === undefined ? null : formatNano(negate(price)),
    price_unit: account.currency,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    date_sent: sentAt === undefined ? null : rfc2822(sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  };
}

/** A carrier may report a number that the catalogue does not know. */
const textOf = (code: number): string =>
  isErrorCode(code) ? catalogue[code].message.replace(/[: ]*\{\}/, '') : `Error ${code}`;
