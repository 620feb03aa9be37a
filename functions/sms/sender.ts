import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadOwnedNumber } from '../../lib/store/number.ts';
import { e164Of } from '../../lib/twiml/value.ts';
import { senderIdPattern } from './micro-service.ts';

/** Who sends, as the carrier is told: a number in E.164, or an alphanumeric sender id as it is written; else `undefined`. */
export const senderOf = (written: string): string | undefined =>
  e164Of(written) ?? (senderIdPattern.test(written) && written.trim() === written ? written : undefined);

/** What an account may send from beside its numbers. */
interface Settings {
  readonly AlphanumericSenders: readonly string[];
}

/** Whether a sender is the account's, and may send this there: 21606, 21612. */
export async function senderRefusal(
  accountSid: string,
  { from, to, withMedia }: { readonly from: string; readonly to: string; readonly withMedia: boolean },
  { AlphanumericSenders }: Settings,
): Promise<Refusal | undefined> {
  if (senderIdPattern.test(from)) {
    if (!AlphanumericSenders.includes(from)) return refuse(21606, from);
    // The United States and Canada take no sender ids, and nobody takes media from one.
    return to.startsWith('+1') || withMedia ? refuse(21612, to) : undefined;
  }
  const number = await loadOwnedNumber(accountSid, from);
  return number === undefined || !number.capabilities.sms ? refuse(21606, from) : undefined;
}
