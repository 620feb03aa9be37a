import { loadAccount } from '../../lib/access/account-access.ts';
import { advanceBillingDue, endBillingDue, loadBillingDue } from '../../lib/metering/billing-due.ts';
import { dayBounds } from '../../lib/period/day.ts';
import { type Account, putChangedAccount } from '../../lib/store/account.ts';
import { commit } from '../../lib/store/commit.ts';
import { revised } from '../../lib/store/revision.ts';
import { closePeriod } from './close-period.ts';
import { finalDayOf, isClosing } from './closing.ts';
import { isAllOver } from './is-all-over.ts';
import { nextStep, type Step } from './next-step.ts';
import { sealAccountDay } from './seal-account-day.ts';
import { rolledUpInto, standsOnParents } from './sub-accounts.ts';

/** What was done for an account: days sealed, numbers of statements made, and whether more is to be done for which there was no time. */
export type Billed = { readonly sealed: number; readonly statements: readonly string[]; readonly isPaused: boolean };

const always = () => true;

/**
 * Brings an account's billing up to `now`: seals each day that is over, in order, and makes a statement after the last
 * day of a period, or of a closed account on which nothing lives any more. What waits for the account moves on in the same
 * transactions, so it can be stopped anywhere; it pauses where `hasTime` says that there is none for another day, or another chunk of a period.
 */
export async function billAccount(accountSid: string, now: number, hasTime = always): Promise<Billed> {
  const statements: string[] = [];
  let sealed = 0;
  for (;;) {
    const account = await loadAccount(accountSid);
    if (account === undefined) throw new Error(`There is no account ${accountSid} to be billed.`);
    const due = await loadBillingDue(accountSid);
    const step = due?.duePK === undefined ? undefined : nextStep(due.day, account.zone, now);
    if (step === undefined) return { sealed, statements, isPaused: false };
    if (!hasTime()) return { sealed, statements, isPaused: true };
    const waits = step.endsPeriod || account.status === 'closed';
    const advance = advanceBillingDue(account, step.day);
    const outcome = await sealAccountDay(account, step.day, now, waits ? [] : [advance]);
    if (outcome === 'sealed') sealed += 1;
    const current = await closedWhenAllIsOver(account, step, now);
    const isFinal = finalDayOf(current) === step.day;
    if (step.endsPeriod || isFinal) {
      const ended = await endPeriod(current, { ...step, isFinal }, now, hasTime);
      if (ended === 'paused') return { sealed, statements, isPaused: true };
      statements.push(...ended);
    } else if (waits || outcome === 'was sealed') await commit([advance]); // lost: it has moved on
  }
}

/** Makes the period's statement, unless the account's usage stands on its parent's; the parent's comes after its own. */
async function endPeriod(
  account: Account,
  { day, period, isFinal }: Step & { readonly isFinal: boolean },
  now: number,
  hasTime: () => boolean,
): Promise<string[] | 'paused'> {
  const onward = isFinal ? endBillingDue(account, day) : advanceBillingDue(account, day);
  if (await standsOnParents(account, period)) {
    await commit([onward]); // lost: it has moved on
    return [];
  }
  const billedHere = await rolledUpInto(account, period);
  for (const { sid } of billedHere) if ((await billAccount(sid, now, hasTime)).isPaused) return 'paused';
  const subAccounts = billedHere.length === 0 ? [] : await rolledUpInto(account, period);
  const made = await closePeriod(account, subAccounts, period, onward, hasTime);
  return made === 'paused' ? made : [made.number];
}

/** The account, with the end of its last day once it is closed and nothing of it lives (billing.md, rule 14). */
async function closedWhenAllIsOver(account: Account, { day, period }: Step, now: number): Promise<Account> {
  if (!isClosing(account) || !(await isAllOver(account, day, period, now))) return account;
  const changes = { closedAt: dayBounds(day, account.zone).endsAt };
  if ((await commit([putChangedAccount(account, changes)])) === 'committed') return revised(account, changes);
  return (await loadAccount(account.sid)) ?? account; // Lost: another run was first.
}
