import { nanoOf } from '../../lib/money/nano.ts';
import type { Period } from '../../lib/period/period.ts';
import type { Party, Tax } from '../../lib/statement/statement.ts';
import type { Account } from '../../lib/store/account.ts';
import type { AccountTax, BillingDetails } from '../../lib/store/billing-details.ts';

/** How an account is named on a statement whose period ends at `instant`; its friendly name where nothing was set. */
export function partyAt(account: Account, { parties }: BillingDetails, instant: number): Party {
  const latest = parties.filter(({ validFrom }) => validFrom < instant).at(-1);
  if (latest === undefined) return { name: account.friendlyName, address: [], taxNumber: undefined };
  return { name: latest.name, address: latest.address, taxNumber: latest.taxNumber };
}

/** The taxes in force when a period ends at `instant`: of each name the latest rate, none of 0 %. */
export function taxesAt({ taxes }: BillingDetails, instant: number): Tax[] {
  const latest = new Map<string, AccountTax>();
  for (const tax of taxes) if (tax.validFrom < instant) latest.set(tax.name, tax);
  return [...latest.values()].map(({ name, rate }) => ({ name, rate: nanoOf(rate) })).filter(({ rate }) => rate !== 0n);
}

/** Whether a sub-account's usage of a period stands on its parent's statement. */
export const isRolledUp = ({ statements }: BillingDetails, period: Period): boolean =>
  statements.filter(({ from }) => from <= period).at(-1)?.to === 'parent';
