import { admit } from '../../lib/access/standing.ts';
import { isRefusal, type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { isHttpUrl } from '../../lib/http/parameter.ts';
import type { Account } from '../../lib/store/account.ts';
import { loadOwnedNumber } from '../../lib/store/number.ts';
import { sms } from './micro-service.ts';

const charactersMax = 1_600;
const mediaMax = 10;

/** A message that somebody wants to send; numbers in E.164, or it is refused. */
export interface WantedMessage {
  readonly from: string;
  readonly to: string;
  /** `undefined` where none was given, which is another refusal than an empty one. */
  readonly body: string | undefined;
  readonly mediaUrls: readonly string[];
}

/** An account that may send the message, and the version of its configuration that says so. */
export interface Admitted {
  readonly account: Account;
  readonly version: number;
  /** The account's own event callback URI, for a message that names none. */
  readonly statusCallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
}

/**
 * Whether an account may send a message, whoever asks for it. Refusals in Twilio's order: the text (21602, 21617,
 * 21619), its media (21620, 21623), the numbers (21211, 21212, 21266), the account's configuration (20005, 20009,
 * 21408), whose the sender is (21606).
 */
export async function admitMessage(accountSid: string, wanted: WantedMessage): Promise<Admitted | Refusal> {
  const malformed = formRefusal(wanted);
  if (malformed !== undefined) return malformed;
  const standing = await admit(accountSid, sms);
  if (isRefusal(standing)) return standing;
  const { account, settings, version } = standing;
  const allowed = settings.AllowedDestinations;
  if (allowed.length > 0 && !allowed.some((prefix) => wanted.to.startsWith(prefix))) return refuse(21408, wanted.to);
  const sender = await loadOwnedNumber(accountSid, wanted.from);
  if (sender === undefined || !sender.capabilities.sms) return refuse(21606, wanted.from);
  const { EventCallbackUri: url, EventCallbackMethod: method } = settings;
  return { account, version, statusCallback: url === '' ? undefined : { url, method } };
}

/** What is wrong with the message itself. */
export function formRefusal({ from, to, body, mediaUrls }: WantedMessage): Refusal | undefined {
  if (!isE164(to)) return refuse(21211, to);
  if (!isE164(from)) return refuse(21212, from);
  if (to === from) return refuse(21266);
  if (body === undefined && mediaUrls.length === 0) return refuse(21619);
  if (body === '' && mediaUrls.length === 0) return refuse(21602);
  if (body !== undefined && Array.from(body).length > charactersMax) return refuse(21617);
  if (mediaUrls.length > mediaMax) return refuse(21623, `${mediaUrls.length} of ${mediaMax}`);
  const broken = mediaUrls.find((url) => !isHttpUrl(url) || url.length > 4_000);
  return broken === undefined ? undefined : refuse(21620, broken.slice(0, 100));
}

const isE164 = (number: string): boolean => /^\+[1-9]\d{6,14}$/.test(number);
