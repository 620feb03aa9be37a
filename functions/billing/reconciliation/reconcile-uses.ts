import { type Refusal, refuse } from '../../../lib/error/catalogue.ts';
import type { Currency } from '../../../lib/money/currency.ts';
import type { Span } from '../../../lib/period/day.ts';
import { margins } from '../../../lib/reconciliation/margins.ts';
import { type CarrierUse, type OwnUse, reconcile } from '../../../lib/reconciliation/reconcile.ts';
import type { Account } from '../../../lib/store/account.ts';
import { subAccountsOf } from '../sub-accounts.ts';
import { ownUsesOf } from './own-uses.ts';
import type { Found } from './report.ts';

const differencesMax = 10_000;

/** Matches a carrier's uses with the ledgers of all accounts under the operator. Too many differences are refused. */
export async function reconcileUses(
  operator: Account,
  span: Span,
  currency: Currency,
  carrierUses: readonly CarrierUse[],
): Promise<Found | Refusal> {
  const { matches, differences } = reconcile(carrierUses, await usesUnder(operator, span));
  if (differences.length > differencesMax)
    return refuse(20001, `To: there are ${differences.length} differences, ask for a shorter time`);
  const records = carrierUses.filter(({ isListed }) => isListed).length;
  return { records, matches, differences, currency, margins: margins(matches, currency) };
}

async function usesUnder(parent: Account, span: Span): Promise<OwnUse[]> {
  const found: OwnUse[] = [];
  for (const account of await subAccountsOf(parent)) {
    found.push(...(await ownUsesOf(account, span)), ...(await usesUnder(account, span)));
  }
  return found;
}
