import { loadAccount } from '../../lib/access/account-access.ts';
import { advanceBillingDue, loadBillingDue, sealableAt } from '../../lib/metering/billing-due.ts';
import { daysOf, periodOfDay } from '../../lib/period/period.ts';
import { commit } from '../../lib/store/commit.ts';
import { closePeriod } from './close-period.ts';
import { sealAccountDay } from './seal-account-day.ts';

/** What was done for an account: days sealed, numbers of statements made. */
export type Billed = { readonly sealed: number; readonly statements: readonly string[] };

/**
 * Brings an account's billing up to `now`: seals each day that is over, in order, and makes a statement after the last
 * day of a period. What waits for the account moves on in the same transactions, so it can be stopped anywhere.
 */
export async function billAccount(accountSid: string, now: number): Promise<Billed> {
  const account = await loadAccount(accountSid);
  if (account === undefined) throw new Error(`There is no account ${accountSid} to be billed.`);
  const statements: string[] = [];
  let sealed = 0;
  for (;;) {
    const due = await loadBillingDue(accountSid);
    if (due === undefined || sealableAt(due.day, account.zone) > now) return { sealed, statements };
    const period = periodOfDay(due.day);
    const last = daysOf(period).at(-1) === due.day;
    const outcome = await sealAccountDay(account, due.day, now, last ? [] : [advanceBillingDue(account, due.day)]);
    if (outcome === 'sealed') sealed += 1;
    if (last) statements.push(await closePeriod(account, period));
    else if (outcome === 'was sealed') await commit([advanceBillingDue(account, due.day)]); // lost: it has moved on
  }
}
