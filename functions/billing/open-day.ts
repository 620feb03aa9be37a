import { type Refusal, refuse } from '../../lib/error/catalogue.ts';
import { billingDay, type Day } from '../../lib/period/day.ts';
import type { Account } from '../../lib/store/account.ts';

/** The day that takes an account's corrections. A closed account has none, since its last statement may be made already. */
export function openDayOf({ sid, role, status, zone }: Account, now: number): { readonly day: Day } | Refusal {
  if (role === 'operator') return refuse(20001, `${sid} is the operator, who has no statements`);
  if (status === 'closed') return refuse(20409, `${sid} is closed, and no statement follows on which this could stand`);
  return { day: billingDay(now, zone) };
}
