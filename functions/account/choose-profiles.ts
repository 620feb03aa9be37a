import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { loadProfiles } from '../../lib/metering/plan-in-force.ts';
import { ratePlanVersions } from '../../lib/metering/rate-plan.ts';
import { standardPlanName } from '../../lib/rating/standard-plan.ts';
import type { Account } from '../../lib/store/account.ts';
import type { Profile } from '../../lib/store/profiles.ts';

/**
 * By which plans a new account pays: by the one that the operator names; else as its parent does, where that is a tenant
 * with the same currency; else by the currency's standard plan. A plan that is not there, or is in another currency, is
 * refused: everything would go unrated.
 */
export async function chooseProfiles(
  parent: Account,
  currency: string,
  named: string | undefined,
): Promise<Profile[] | Refusal> {
  if (named !== undefined && parent.role !== 'operator') return refuse(20006, 'the operator names rate plans');
  if (named === undefined && parent.role === 'tenant' && parent.currency === currency) {
    const handedDown = await loadProfiles(parent.sid);
    if (handedDown === undefined) throw new Error(`${parent.sid} has no billing profiles`);
    return handedDown.profiles;
  }
  const plan = named ?? standardPlanName(currency);
  const [version] = await ratePlanVersions(plan);
  if (version === undefined) return refuse(20001, `Plan: there is no rate plan ${plan}`);
  if (version.document.currency !== currency) {
    return refuse(20001, `Plan: ${plan} is in ${version.document.currency}, the account in ${currency}`);
  }
  return [allBy(plan)];
}

/** The profile of an account that pays everything by one plan. */
export const allBy = (plan: string): Profile => ({ microService: '*', validFrom: 0, plan });
