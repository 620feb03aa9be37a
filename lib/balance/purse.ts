import { knownAsOf } from '../metering/known-as-of.ts';
import { payingParentOf } from '../metering/sub-account.ts';
import { nano, negate, zero } from '../money/nano.ts';
import type { Day } from '../period/day.ts';
import { periodOfDay } from '../period/period.ts';
import type { Purse } from './balance.ts';
import { loadTerms, modeAt, type Terms } from './terms.ts';

const termsAsOf = knownAsOf(loadTerms);

/** A use as far as it matters who pays for it: by when it ended, in the account's local day. */
type Use = { readonly accountSid: string; readonly finalizedAt: number; readonly day: Day };

/**
 * The purse that a use is paid from; undefined where a statement asks for it. A sub-account that was given no mode of its
 * own draws on its parent's, as Twilio's do. A function of the use and of modes that cannot change any more.
 */
export async function purseOf(use: Use, now: number): Promise<Purse | undefined> {
  for (const payer of [use.accountSid, await payingParentOf(use.accountSid)]) {
    if (payer === undefined) continue;
    const terms = await termsAsOf(payer, use.finalizedAt, now);
    if (modeAt(terms, use.finalizedAt) !== undefined) return purseBy(terms, use);
  }
  return undefined;
}

/** The same for all uses of an account, whose terms, and those of the parent that may pay for it, are read once. */
export async function pursesOf(accountSid: string): Promise<(use: Omit<Use, 'accountSid'>) => Purse | undefined> {
  const payers = [accountSid, await payingParentOf(accountSid)].filter((payer) => payer !== undefined);
  const terms = await Promise.all(payers.map(loadTerms));
  return (use) => {
    const paying = terms.find((each) => modeAt(each, use.finalizedAt) !== undefined);
    return paying && purseBy(paying, use);
  };
}

/** Whether an account, or the parent that may pay for it, had or has any mode: only then something may be held for a use. */
export async function hadModes(use: Use, now: number): Promise<boolean> {
  for (const payer of [use.accountSid, await payingParentOf(use.accountSid)]) {
    if (payer !== undefined && (await termsAsOf(payer, use.finalizedAt, now)).modes.length > 0) return true;
  }
  return false;
}

/** The purse of an account's terms; undefined while it is postpaid. */
export function purseBy(terms: Terms, { finalizedAt, day }: Pick<Use, 'finalizedAt' | 'day'>): Purse | undefined {
  const { accountSid, cap = 0n } = terms;
  const mode = modeAt(terms, finalizedAt);
  if (mode === 'prepaid') return { accountSid, purse: 'BALANCE', floor: zero };
  if (mode === 'capped') return { accountSid, purse: `BALANCE#${periodOfDay(day)}`, floor: negate(nano(BigInt(cap))) };
  return undefined;
}
