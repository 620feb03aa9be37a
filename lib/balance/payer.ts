import { remembered } from '../access/remembered.ts';
import { payingParentOf } from '../metering/sub-account.ts';
import { billingDay } from '../period/day.ts';
import type { Account } from '../store/account.ts';
import type { Purse } from './balance.ts';
import { purseBy } from './purse.ts';
import { holdSecondsDefault, leadMilliseconds, loadTerms } from './terms.ts';

/** New terms are known everywhere before they hold. */
const knownTerms = remembered(loadTerms, { forMilliseconds: leadMilliseconds / 2 });

/** Who pays for a use that begins, or goes on, now. */
export type Payer = {
  readonly purse: Purse;
  /** For so many seconds at a time the money of a call is kept back. */
  readonly holdSeconds: number;
};

/** Who pays for what an account uses from now on; undefined where a statement asks for it. */
export async function payerFor({ sid, zone }: Pick<Account, 'sid' | 'zone'>, now: number): Promise<Payer | undefined> {
  const finalizedAt = now + leadMilliseconds;
  for (const payer of [sid, await payingParentOf(sid)]) {
    const terms = payer === undefined ? undefined : await knownTerms(payer);
    if (terms === undefined || terms.modes.length === 0) continue;
    const purse = purseBy(terms, { finalizedAt, day: billingDay(now, zone) });
    return purse && { purse, holdSeconds: terms.holdSeconds ?? holdSecondsDefault };
  }
  return undefined;
}
