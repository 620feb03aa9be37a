import { mayReach } from '../access/destination.ts';
import { isRefusal, type Refusal, refuse } from '../error/catalogue.ts';
import { loadVerifiedCallerId } from '../store/caller-id.ts';
import { loadOwnedNumber } from '../store/number.ts';
import { e164Of } from '../twiml/value.ts';

/** Who calls whom, in E.164. */
export type Parties = { readonly from: string; readonly to: string };

/** Reads the two numbers of a request: malformed ones are refused (21211, 21212), and one that may not be called (21215). Pure. */
export function partiesOf(given: { readonly From: string; readonly To: string }, destinations: readonly string[]) {
  const to = e164Of(given.To);
  if (to === undefined) return refuse(21211, given.To);
  const from = e164Of(given.From);
  if (from === undefined) return refuse(21212, given.From);
  return mayReach(to, destinations) ? { from, to } : refuse(21215, to);
}

/**
 * Whether an account may place a call from one number to another, whichever micro-service asks for it: `from` must be
 * its own or one that it has verified (21210). Answers the two and the SID of the number that is shown.
 */
export async function permittedParties(
  accountSid: string,
  given: { readonly From: string; readonly To: string },
  destinations: readonly string[],
): Promise<(Parties & { readonly numberSid: string }) | Refusal> {
  const parties = partiesOf(given, destinations);
  if (isRefusal(parties)) return parties;
  const { from } = parties;
  const number = (await loadOwnedNumber(accountSid, from)) ?? (await loadVerifiedCallerId(accountSid, from));
  return number === undefined ? refuse(21210, from) : { ...parties, numberSid: number.sid };
}
