import { catalogue, isErrorCode } from '../../lib/error/catalogue.ts';
import { rfc2822 } from '../../lib/http/date.ts';
import { type LedgerReference, pricesOf, twilioPrice } from '../../lib/metering/ledger-line.ts';
import type { Nano } from '../../lib/money/nano.ts';
import type { Account } from '../../lib/store/account.ts';
import { useOf } from './billed-use.ts';
import type { Message } from './message.ts';

type Payer = Pick<Account, 'zone' | 'currency'>;

/** Messages as Twilio's API shows them, with their prices from the ledger. */
export async function representations(messages: readonly Message[], account: Payer) {
  const closed = messages.filter((message) => message.finalizedAt !== undefined);
  const prices = await pricesOf(closed.flatMap((message) => ledgerReferenceOf(message, account) ?? []));
  const priceOf = new Map(closed.map((message, index) => [message.sid, prices[index]]));
  return messages.map((message) => representation(message, account, priceOf.get(message.sid)));
}

/** One message as Twilio's API shows it, with its price. */
export async function priced(message: Message, account: Payer) {
  const [shown] = await representations([message], account);
  return shown;
}

function ledgerReferenceOf(message: Message, { zone }: Payer): LedgerReference | undefined {
  const use = useOf(message);
  return use && { ...use, accountSid: message.accountSid, zone };
}

/** A message as Twilio's API shows it (OpenAPI: `api.v2010.account.message`). `price` is null until it is rated. */
function representation(message: Message, { currency }: Payer, price: Nano | undefined) {
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
    price: twilioPrice(price),
    price_unit: currency,
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
