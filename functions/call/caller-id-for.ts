import { mayReach } from '../../lib/access/destination.ts';
import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadVerifiedCallerId } from '../../lib/store/caller-id.ts';
import { loadOwnedNumber } from '../../lib/store/number.ts';
import type { CallStanding } from './question.ts';

/**
 * The number or caller id from which an account may place a call; both ends in E.164. Refused: where it may not call
 * (21215), and a number that is neither its own nor verified by it (21210).
 */
export async function callerIdFor(
  accountSid: string,
  { from, to }: { readonly from: string; readonly to: string },
  settings: CallStanding['settings'],
): Promise<{ readonly sid: string } | Refusal> {
  if (!mayReach(to, settings.AllowedDestinations)) return refuse(21215, to);
  const number = (await loadOwnedNumber(accountSid, from)) ?? (await loadVerifiedCallerId(accountSid, from));
  return number ?? refuse(21210, from);
}
