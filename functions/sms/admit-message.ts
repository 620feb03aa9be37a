import { mayReach } from '../../lib/access/destination.ts';
import { admit } from '../../lib/access/standing.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { isHttpUrl } from '../../lib/http/parameter.ts';
import type { Account } from '../../lib/store/account.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import { sms } from './micro-service.ts';
import { isStopped } from './opt-out.ts';
import { senderOf, senderRefusal } from './sender.ts';

const charactersMax = 1_600;
const mediaMax = 10;

/** A message that somebody wants to send; numbers as whoever asks wrote them. */
export interface WantedMessage {
  readonly from: string;
  readonly to: string;
  /** `undefined` where none was given, which is another refusal than an empty one. */
  readonly body: string | undefined;
  readonly mediaUrls: readonly string[];
  /** It confirms a keyword, and so goes even to who has said STOP. */
  readonly confirmsOptOut?: boolean | undefined;
}

/** An account that may send the message, and the version of its configuration that says so. */
export interface Admitted {
  readonly account: Account;
  /** In E.164, or a sender id. */
  readonly from: string;
  /** In E.164. */
  readonly to: string;
  readonly version: number;
  /** The account's own event callback URI, for a message that names none. */
  readonly statusCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
  /** How many messages a second the sender may send; 0: no limit. */
  readonly messagesPerSecond: number;
}

/**
 * Whether an account may send a message, whoever asks for it. Refusals in this order: the numbers (21211,
 * 21212, 21266), the text (21602, 21617, 21619), its media (21620, 21623), the account's configuration (20005, 20010,
 * 21408), whose the sender is (21606, 21612), whether who gets it has opted out (21610).
 */
export async function admitMessage(accountSid: string, wanted: WantedMessage): Promise<Admitted | Refusal> {
  const { from = '', to = '' } = { from: senderOf(wanted.from), to: e164Of(wanted.to) };
  if (to === '') return refuse(21211, wanted.to);
  if (from === '') return refuse(21212, wanted.from);
  if (to === from) return refuse(21266);
  const malformed = contentRefusal(wanted);
  if (malformed !== undefined) return malformed;
  const standing = await admit(accountSid, sms);
  if (isRefusal(standing)) return standing;
  const { account, settings, version } = standing;
  if (!mayReach(to, settings.AllowedDestinations)) return refuse(21408, to);
  const withMedia = wanted.mediaUrls.length > 0;
  const foreign = await senderRefusal(accountSid, { from, to, withMedia }, settings);
  if (foreign !== undefined) return foreign;
  if (wanted.confirmsOptOut !== true && (await isStopped({ accountSid, own: from, person: to })))
    return refuse(21610, to);
  const { EventCallbackUri: url, EventCallbackMethod: method } = settings;
  const messagesPerSecond = settings.MessagesPerSecondOf[from] ?? settings.MessagesPerSecond;
  const statusCallback = url === '' ? undefined : { url, method };
  return { account, from, to, version, statusCallback, messagesPerSecond };
}

/** What is wrong with the text and its media. */
function contentRefusal({ body, mediaUrls }: WantedMessage): Refusal | undefined {
  if (body === undefined && mediaUrls.length === 0) return refuse(21619);
  if (body === '' && mediaUrls.length === 0) return refuse(21602);
  if (body !== undefined && Array.from(body).length > charactersMax) return refuse(21617);
  if (mediaUrls.length > mediaMax) return refuse(21623, `${mediaUrls.length} of ${mediaMax}`);
  const broken = mediaUrls.find((url) => !isHttpUrl(url) || url.length > 4_000);
  return broken === undefined ? undefined : refuse(21620, broken.slice(0, 100));
}
